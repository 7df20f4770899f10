package io.habitus.models.nextevent;

import io.habitus.core.file.WholeFile;
import io.habitus.core.time.Micros;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.train.EpochLosses;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A fitted transformer on disk: model.json, model.safetensors, README.md. */
final class ModelFolder {
  private static final String WEIGHTS = "model.safetensors";
  private static final String CARD = "README.md";

  private ModelFolder() {}

  /** What model.json holds. */
  record State(
      TokenLayout layout,
      long untilMicros,
      int learnedFrom,
      int validatedOn,
      long bestEpoch,
      List<EpochLosses> epochs) {}

  static void save(FittedNextEvent fitted, Path folder) {
    FitSummary fit = fitted.summary();
    State state =
        new State(
            fitted.layout(),
            fitted.untilMicros(),
            fit.learnedFrom(),
            fit.validatedOn(),
            fit.bestEpoch(),
            fit.epochs());
    String name = fitted.model().name();
    SavedModel.write(
        folder,
        name,
        fitted.model().parameters(),
        fitted.seed(),
        state,
        part -> {
          SafetensorsWriter.write(part.resolve(WEIGHTS), fitted.weights(), Map.of("model", name));
          WholeFile.write(part.resolve(CARD), card(fitted));
        });
  }

  static FittedNextEvent load(NextEventModel model, SavedModel saved, Path folder) {
    State state = saved.state(State.class, folder);
    NextEventNetwork network = model.network(state.layout());
    Weights weights =
        SafetensorsFile.weights(
            folder.resolve(WEIGHTS), network.plan(), saved.seed(), model.settings().precision());
    FitSummary fit =
        new FitSummary(state.learnedFrom(), state.validatedOn(), state.bestEpoch(), state.epochs());
    return new FittedNextEvent(
        model, saved.seed(), state.layout(), network, weights, fit, state.untilMicros());
  }

  private static String card(FittedNextEvent fitted) {
    FitSummary fit = fitted.summary();
    return """
    # %s: a transformer that predicts the next event

    %d columns for each client: the state after its last step, of the newest %d. A client without a step has zeros.

    * Steps: %s, made of %s
    * Weights: %,d, in %s (safetensors)
    * Data: histories %s; those of another schema are refused where they lack a field
    * Learned from the events before %s of %,d clients, stopped by %,d others; %,d epochs%s
    * Last epoch: %s
    * Parameters: %s; seed %d

    Limits: values that were too rare or did not occur in the fit are one token, "(other)". Older steps are not read. Vectors of two fits
    cannot be compared: each fit has axes of its own.
    """
        .formatted(
            fitted.model().name(),
            fitted.width(),
            fitted.layout().maxSteps(),
            fitted.layout().carrying().map(field -> "events with " + field).orElse("all events"),
            fitted.layout().vocabularies().stream()
                .map(ModelFolder::field)
                .collect(Collectors.joining(", ")),
            fitted.weights().count(),
            WEIGHTS,
            fitted.layout().data(),
            Micros.toInstant(fitted.untilMicros()),
            fit.learnedFrom(),
            fit.validatedOn(),
            fit.epochs().size(),
            fit.bestEpoch() < 0 ? "" : ", weights of epoch " + (fit.bestEpoch() + 1),
            fit.epochs().isEmpty()
                ? "none"
                : losses(fit.epochs().getLast(), fitted.model().settings().ranked()),
            fitted.model().parameters(),
            fitted.seed());
  }

  private static String field(TokenVocabulary vocabulary) {
    return "%s (%,d values)".formatted(vocabulary.field(), vocabulary.values().size());
  }

  private static String losses(EpochLosses losses, boolean ranked) {
    Double held = losses.validation();
    String validation =
        held == null
            ? ""
            : ranked
                ? ", NDCG@10 of the last step %.4f".formatted(1 - held)
                : ", validation %.4f".formatted(held);
    return "loss %.4f%s".formatted(losses.training(), validation);
  }
}
