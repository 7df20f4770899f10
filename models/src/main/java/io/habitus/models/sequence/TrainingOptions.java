package io.habitus.models.sequence;

import io.habitus.engine.AdamWSettings;
import io.habitus.engine.Precision;
import io.habitus.engine.train.Schedule;
import io.habitus.engine.train.TrainerSettings;
import io.habitus.features.event.BatchSettings;
import io.habitus.models.Parameters;
import java.util.Map;
import java.util.SortedMap;

/**
 * How a network of this family is trained; the parameters are called as the components, with
 * hyphens.
 *
 * @param epochs passes over the clients
 * @param batch clients of a step
 * @param shards parts of a batch that may run side by side; part of what decides the bits
 * @param learningRate of AdamW
 * @param weightDecay of AdamW; 0 makes it Adam
 * @param clipNorm largest norm of the gradient
 * @param precision {@code fp32} or {@code bf16}: of matrix products, in training and embedding
 */
public record TrainingOptions(
    int epochs,
    int batch,
    int shards,
    double learningRate,
    double weightDecay,
    double clipNorm,
    Precision precision) {
  /** Vectors among which similar lengths are looked for. */
  private static final long POOL_BYTES = 128L << 20;

  /** In fp32. */
  public TrainingOptions(
      int epochs, int batch, int shards, double learningRate, double weightDecay, double clipNorm) {
    this(epochs, batch, shards, learningRate, weightDecay, clipNorm, Precision.FP32);
  }

  /** Adds them to a model's defaults. */
  public void addTo(Map<String, String> defaults) {
    defaults.put("epochs", Integer.toString(epochs));
    defaults.put("batch", Integer.toString(batch));
    defaults.put("shards", Integer.toString(shards));
    defaults.put("learning-rate", Double.toString(learningRate));
    defaults.put("weight-decay", Double.toString(weightDecay));
    defaults.put("clip-norm", Double.toString(clipNorm));
    defaults.put(Parameters.PRECISION, precision.text());
  }

  public static TrainingOptions of(Parameters parameters) {
    return new TrainingOptions(
        parameters.integer("epochs", 0, 10_000),
        parameters.integer("batch", 1, 65_536),
        parameters.integer("shards", 1, 1_024),
        parameters.number("learning-rate", Double.MIN_NORMAL, 10),
        parameters.number("weight-decay", 0, 10),
        parameters.number("clip-norm", 0, 1e9),
        parameters.precision());
  }

  /** The parameters as text; {@link #of} reads them back. */
  public void describe(SortedMap<String, String> into) {
    addTo(into);
  }

  /** How its batches are made. */
  public BatchSettings batches(int maxEvents, long seed) {
    return BatchSettings.training(batch, seed).withMaxEvents(maxEvents).withPoolBytes(POOL_BYTES);
  }

  TrainerSettings trainer(long seed) {
    AdamWSettings optimiser = new AdamWSettings(learningRate, 0.9, 0.999, 1e-8, weightDecay);
    return new TrainerSettings(epochs, 0, optimiser, new Schedule.Constant(), clipNorm, seed);
  }
}
