package io.habitus.recommend.sequential;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Schedule;
import io.habitus.engine.train.Trainer;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.engine.train.TrainerSettings;
import io.habitus.engine.train.TrainingData;
import io.habitus.engine.train.TrainingResult;
import io.habitus.recommend.content.ContentMap;
import io.habitus.recommend.content.ItemContent;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fits a transformer to the training part of a partition. Only warm items are in the network while
 * it trains, so that cold ones are not pushed away as wrong answers; they enter afterwards, by
 * their content.
 *
 * @param settings of network and training
 * @param vectors where item vectors come from
 */
public record SequentialModel(Settings settings, ItemVectors vectors) {
  /** Deviation at which δ begins. */
  private static final double DELTA = 0.02;

  private static final ItemContent NOTHING = new ItemContent("nothing", 0, Map.of());

  /**
   * Fits.
   *
   * @param seed same seed, same bits, for any number of threads
   * @throws InputException if nobody has two items in training
   */
  public FittedSequential fit(Partition partition, long seed, RunContext context) {
    TrainingSet set = TrainingSet.of(settings, partition, seed);
    WarmItems warm = set.warm();
    Optional<ContentMap> map = contentMap(partition, warm, context);
    float[][] content = content(partition.data(), map);
    float[][] warmContent = new float[warm.size()][];
    Arrays.setAll(warmContent, row -> content[warm.item(row)]);

    NextItemNetwork network =
        new NextItemNetwork(
            settings, warm.size(), set.tables(), bound(warmContent, vectors.maxDeltaNorm()));
    try (Weights weights = new Weights(network.plan(), seed)) {
      begin(weights.values(network.table()), warmContent, seed);
      String checksum = Integer.toHexString(Arrays.deepHashCode(warmContent));
      FitSummary summary = train(network, weights, set, checksum, context);
      return FittedSequential.of(this, set, map, content, weights, summary);
    }
  }

  private Optional<ContentMap> contentMap(Partition partition, WarmItems warm, RunContext context) {
    if (vectors.content().isEmpty()) {
      return Optional.empty();
    }
    ItemContent given = vectors.content().get();
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < warm.size(); row++) {
      float[] raw = given.find(partition.data().items().id(warm.item(row)));
      if (raw != null) {
        rows.add(raw);
      }
    }
    if (rows.isEmpty()) {
      throw new InputException(
          Problem.inFile(
              "content (" + given.source() + ")",
              "a vector for at least one item that occurs in training",
              "none of %,d items".formatted(warm.size()),
              "Ids of content and of items must be the same texts."));
    }
    return Optional.of(ContentMap.fit(rows, settings.width(), context));
  }

  /** (items of the data)(width), or an empty array for an item without content. */
  private float[][] content(Interactions data, Optional<ContentMap> map) {
    float[][] content = new float[data.items().size()][];
    for (int item = 0; item < content.length; item++) {
      float[] raw =
          vectors.content().map(given -> given).orElse(NOTHING).find(data.items().id(item));
      content[item] = raw == null || map.isEmpty() ? new float[0] : map.get().apply(raw);
    }
    return content;
  }

  private static NextItemNetwork.Bound bound(float[][] content, double radius) {
    return Double.isInfinite(radius)
        ? NextItemNetwork.Bound.NONE
        : new ContentBound(content, radius);
  }

  /** Vectors with content begin at c + δ, δ small, or at c where they are frozen. */
  private void begin(MemorySegment table, float[][] content, long seed) {
    double deviation = vectors.maxDeltaNorm() == 0 ? 0 : DELTA;
    SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    for (int row = 0; row < content.length; row++) {
      for (int j = 0; j < content[row].length; j++) {
        float value = (float) (content[row][j] + deviation * random.nextGaussian());
        table.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * settings.width() + j, value);
      }
    }
    bound(content, vectors.maxDeltaNorm()).project(table);
  }

  private FitSummary train(
      NextItemNetwork network,
      Weights weights,
      TrainingSet set,
      String contentChecksum,
      RunContext context) {
    SequenceBatches training = set.training();
    if (training.sequences().length == 0) {
      throw new InputException(
          Problem.inFile("training", "at least one user with two items", "none", ""));
    }
    SequenceBatches validation = set.validation();
    boolean validated = validation.sequences().length > 0 && settings.patience() > 0;
    TrainingData<SequenceShard> data = TrainingData.of(training);
    if (validated) {
      data = data.validatedOn(validation);
    }
    TrainerSettings how =
        new TrainerSettings(
            settings.epochs(),
            validated ? settings.patience() : 0,
            new AdamWSettings(settings.learningRate(), 0.9, 0.999, 1e-8, 0),
            new Schedule.Constant(),
            0,
            set.seed());
    String identity =
        "sequential %s %s %s seed %d %s"
            .formatted(settings, vectors.name(), contentChecksum, set.seed(), set.identity());
    TrainerFolder folder = TrainerFolder.within(context, "training", identity);
    TrainingResult result = Trainer.train(network, weights, data, how, folder, context);
    return FitSummary.of(result, training.sequences().length, validation.sequences().length);
  }
}
