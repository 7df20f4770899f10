package io.habitus.models.autoencoder;

import io.habitus.core.file.WholeFile;
import io.habitus.core.time.Micros;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.train.EpochLosses;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.Parameters;
import io.habitus.models.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A fitted autoencoder on disk: model.json, model.safetensors, README.md. */
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

  static void save(FittedGruAutoencoder model, Path folder) {
    FitSummary fit = model.summary();
    State state =
        new State(
            model.layout(),
            model.untilMicros(),
            fit.learnedFrom(),
            fit.validatedOn(),
            fit.bestEpoch(),
            fit.epochs());
    SavedModel.write(
        folder,
        GruAutoencoderModel.NAME,
        model.settings().parameters(),
        model.seed(),
        state,
        part -> {
          SafetensorsWriter.write(
              part.resolve(WEIGHTS), model.weights(), Map.of("model", GruAutoencoderModel.NAME));
          WholeFile.write(part.resolve(CARD), card(model));
          WholeFile.write(part.resolve(TrainerFolder.METRICS), model.summary().metrics());
        });
  }

  static FittedGruAutoencoder load(SavedModel saved, Path folder) {
    Settings settings =
        Settings.of(
            Parameters.of(GruAutoencoderModel.NAME, saved.parameters(), Settings.defaults()));
    State state = saved.state(State.class, folder);
    GruAutoencoder network = new GruAutoencoder(settings.shape(state.layout()));
    Weights weights =
        SafetensorsFile.weights(
            folder.resolve(WEIGHTS), network.plan(), saved.seed(), settings.precision());
    FitSummary fit =
        new FitSummary(
            state.learnedFrom(),
            state.validatedOn(),
            state.bestEpoch(),
            state.epochs(),
            metrics(folder));
    return new FittedGruAutoencoder(
        settings, saved.seed(), state.layout(), network, weights, fit, state.untilMicros());
  }

  private static String metrics(Path folder) {
    try {
      return Files.readString(folder.resolve(TrainerFolder.METRICS));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  private static String card(FittedGruAutoencoder model) {
    FitSummary fit = model.summary();
    return """
    # gru-ae: a GRU autoencoder of event tokens

    %d columns for each client: the encoder's last state after its newest %d steps. A client without a step has zeros.

    * Fields: %s
    * Weights: %,d, in %s (safetensors, PyTorch's parameter names)
    * Data: histories %s; those of another schema are refused where they lack a field
    * Learned from the events before %s of %,d clients, stopped by %,d others; %,d epochs%s
    * Last epoch's loss: %s
    * Parameters: %s; seed %d

    Limits: values that did not occur in the fit, and days after its end, are one token, "(other)". Steps older than the newest %d are not read.
    """
        .formatted(
            model.width(),
            model.layout().maxSteps(),
            model.layout().vocabularies().stream()
                .map(ModelFolder::field)
                .collect(Collectors.joining(", ")),
            model.weights().count(),
            WEIGHTS,
            model.layout().data(),
            Micros.toInstant(model.untilMicros()),
            fit.learnedFrom(),
            fit.validatedOn(),
            fit.epochs().size(),
            fit.bestEpoch() < 0 ? "" : ", weights of epoch " + (fit.bestEpoch() + 1),
            fit.epochs().isEmpty() ? "none" : loss(fit.epochs().getLast()),
            model.settings().parameters(),
            model.seed(),
            model.layout().maxSteps());
  }

  private static String field(TokenVocabulary vocabulary) {
    return "%s (%,d values)".formatted(vocabulary.field(), vocabulary.values().size());
  }

  private static String loss(EpochLosses losses) {
    Double validation = losses.validation();
    String held = validation == null ? "" : ", validation %.4f".formatted(validation);
    return "training %.4f%s".formatted(losses.training(), held);
  }
}
