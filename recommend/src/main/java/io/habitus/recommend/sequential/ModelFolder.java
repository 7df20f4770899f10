package io.habitus.recommend.sequential;

import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.engine.Precision;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.DataType;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.StoredTensor;
import io.habitus.engine.train.EpochLosses;
import io.habitus.models.SavedModel;
import io.habitus.recommend.content.ContentMap;
import io.habitus.recommend.data.ItemIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fitted recommender on disk: model.json with items, model.safetensors with PyTorch's names,
 * content.safetensors where it knows content, README.md.
 */
final class ModelFolder {
  static final String NAME = "sequential";
  private static final String WEIGHTS = FittedSequential.WEIGHTS;
  private static final String CONTENT = "content.safetensors";
  private static final String CARD = "README.md";

  private ModelFolder() {}

  /** What model.json holds beside the parameters. */
  record State(
      String vectors,
      String split,
      FitSummary summary,
      List<String> items,
      int[] trainingCounts,
      List<Integer> withoutVector,
      @Nullable List<ContextTables.Column> context,
      @Nullable String schema) {

    /** What is read beside items; nothing in models that were saved before there was any. */
    ContextTables tables() {
      return context == null ? ContextTables.NONE : new ContextTables(context);
    }
  }

  static void save(FittedSequential model, Path folder) {
    FittedSequential.Card card = model.card();
    State state =
        new State(
            card.vectors(),
            card.split(),
            card.summary(),
            model.items().ids(),
            model.counts(),
            IntStream.range(0, model.items().size())
                .filter(item -> !model.ranks(item))
                .boxed()
                .toList(),
            model.tables().columns(),
            card.schema());
    SavedModel.write(
        folder,
        NAME,
        card.settings().parameters(),
        card.seed(),
        state,
        part -> {
          SafetensorsWriter.write(part.resolve(WEIGHTS), model.weights(), Map.of("model", NAME));
          model.contentMap().ifPresent(map -> write(map, part.resolve(CONTENT)));
          WholeFile.write(part.resolve(CARD), card(model));
        });
  }

  private static void write(ContentMap map, Path file) {
    SafetensorsWriter.write(
        file,
        List.of(
            tensor("mean", map.mean(), map.inputs()),
            tensor("scale", map.scale(), map.inputs()),
            tensor("directions", map.directions(), map.inputs(), map.components())),
        Map.of("width", Integer.toString(map.width())));
  }

  private static StoredTensor tensor(String name, double[] values, long... shape) {
    MemorySegment data = Arena.ofAuto().allocate(8L * values.length, 8);
    MemorySegment.copy(values, 0, data, ValueLayout.JAVA_DOUBLE, 0, values.length);
    return new StoredTensor(name, DataType.F64, shape, data);
  }

  static Settings settings(Path folder) {
    return Settings.of(saved(folder).parameters());
  }

  private static SavedModel saved(Path folder) {
    SavedModel saved = SavedModel.read(folder);
    if (!saved.model().equals(NAME)) {
      throw new InputException(
          Problem.inFile(
              folder.toString(), "a sequential recommender", "a model " + saved.model(), ""));
    }
    return saved;
  }

  static FittedSequential load(Path folder) {
    SavedModel saved = saved(folder);
    Settings settings = Settings.of(saved.parameters());
    State state = saved.state(State.class, folder);
    NextItemNetwork network =
        new NextItemNetwork(
            settings, state.items().size(), state.tables(), NextItemNetwork.Bound.NONE);
    Weights weights =
        SafetensorsFile.weights(
            folder.resolve(WEIGHTS), network.plan(), saved.seed(), Precision.FP32);
    boolean[] known = new boolean[state.items().size()];
    Arrays.fill(known, true);
    state.withoutVector().forEach(item -> known[item] = false);
    return new FittedSequential(
        new FittedSequential.Card(
            settings,
            state.vectors(),
            saved.seed(),
            state.split(),
            state.summary(),
            state.schema()),
        contentMap(folder.resolve(CONTENT)),
        new ItemIndex(state.items()),
        state.trainingCounts(),
        known,
        state.tables(),
        network,
        weights);
  }

  private static Optional<ContentMap> contentMap(Path path) {
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      StoredTensor directions = file.tensor("directions");
      return Optional.of(
          new ContentMap(
              Integer.parseInt(file.metadata().getOrDefault("width", "0")),
              doubles(file.tensor("mean")),
              doubles(file.tensor("scale")),
              doubles(directions),
              Math.toIntExact(directions.shape()[1])));
    }
  }

  private static double[] doubles(StoredTensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
  }

  private static String card(FittedSequential model) {
    FittedSequential.Card card = model.card();
    FitSummary fit = card.summary();
    long cold = Arrays.stream(model.counts()).filter(count -> count == 0).count();
    return """
    # %s: what comes next

    A causal transformer over the newest %d items of a history; scores are products with the vectors of items.

    * Items: %,d, of them %,d never in training (cold), %,d without a vector
    * Weights: %,d, in %s (safetensors, PyTorch's parameter names)
    * Data: histories %s
    * Split: %s
    * Learned from %,d users, stopped by %,d cases; %,d epochs%s, %.0f s
    * Last epoch: %s
    * Parameters: %s; seed %d

    Limits: an item without a vector is neither read nor recommended. A history without an item that the model knows gets nothing.
    """
        .formatted(
            model.name(),
            card.settings().maxItems(),
            model.items().size(),
            cold,
            IntStream.range(0, model.items().size()).filter(item -> !model.ranks(item)).count(),
            model.weights().count(),
            WEIGHTS,
            card.schema() == null ? "of no store" : "of schema `" + card.schema() + "`",
            card.split(),
            fit.users(),
            fit.validatedOn(),
            fit.epochs().size(),
            fit.bestEpoch() < 0 ? "" : ", weights of epoch " + (fit.bestEpoch() + 1),
            fit.seconds(),
            fit.epochs().isEmpty() ? "none" : losses(fit.epochs().getLast()),
            card.settings().parameters(),
            card.seed());
  }

  private static String losses(EpochLosses losses) {
    Double validation = losses.validation();
    String held = validation == null ? "" : ", validation NDCG@10 %.4f".formatted(1 - validation);
    return "cross-entropy %.4f%s".formatted(losses.training(), held);
  }
}
