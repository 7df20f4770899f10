package io.habitus.explain.sae;

import io.habitus.core.run.RunContext;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Schedule;
import io.habitus.engine.train.Trainer;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.engine.train.TrainerSettings;
import io.habitus.engine.train.TrainingData;
import io.habitus.engine.train.TrainingResult;

/** Trains sparse autoencoders. */
public final class SaeTraining {
  private static final int ROWS = 1024;

  private SaeTraining() {}

  /**
   * A trained autoencoder and how training went.
   *
   * @param autoencoder ready to encode
   * @param training steps, losses and vectors per second ("events" there)
   */
  public record Trained(SparseAutoencoder autoencoder, TrainingResult training) {}

  /**
   * Trains on vectors of any source: one pass to measure scales, then the settings' epochs. A run
   * with a work folder resumes after a kill.
   *
   * @param kind how vectors are scaled first
   * @param fingerprint of the vectors, for resuming
   * @throws io.habitus.core.problem.InputException if there are no vectors or one is not finite
   * @throws io.habitus.core.problem.InterruptedRunException if the run was stopped
   */
  public static Trained train(
      Activations activations,
      Scaling.Kind kind,
      SaeSettings settings,
      String fingerprint,
      RunContext context) {
    Scaling scaling = Scaling.of(activations, kind);
    WeightPlan plan = new WeightPlan();
    SaeNetwork network = new SaeNetwork(plan, scaling.width(), settings);
    try (Weights weights = new Weights(plan, settings.seed())) {
      network.start(weights, scaledMean(activations, scaling));
      TrainingResult result =
          Trainer.train(
              network,
              weights,
              TrainingData.of(new ShuffledBatches(activations, scaling, settings)),
              trainer(settings),
              TrainerFolder.within(context, "sae", fingerprint + settings),
              context);
      return new Trained(SparseAutoencoder.of(network, weights, scaling), result);
    }
  }

  /** Adam, with a short warm-up. */
  private static TrainerSettings trainer(SaeSettings settings) {
    return new TrainerSettings(
        settings.epochs(),
        0,
        new AdamWSettings(settings.learningRate(), 0.9, 0.999, 1e-8, 0),
        new Schedule.Warmup(100),
        0,
        settings.seed());
  }

  private static float[] scaledMean(Activations activations, Scaling scaling) {
    int width = scaling.width();
    double[] sums = new double[width];
    long rows = 0;
    float[] block = new float[ROWS * width];
    try (Activations.Reader reader = activations.open()) {
      for (int count = reader.read(block, ROWS); count > 0; count = reader.read(block, ROWS)) {
        for (int row = 0; row < count; row++) {
          scaling.apply(block, row * width);
          for (int c = 0; c < width; c++) {
            sums[c] += block[row * width + c];
          }
        }
        rows += count;
      }
    }
    float[] mean = new float[width];
    for (int c = 0; c < width; c++) {
      mean[c] = (float) (sums[c] / rows);
    }
    return mean;
  }
}
