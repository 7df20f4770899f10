package io.habitus.explain.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On vectors that are known to be sums of a few hidden directions. */
class SaeTrainingTest {
  private static final int WIDTH = 16;
  private static final int HIDDEN = 24;
  private static final int VECTORS = 6000;

  /** (hidden, width), unit norm. */
  private static final float[][] DIRECTIONS = directions();

  private static float[][] directions() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] rows = new float[HIDDEN][WIDTH];
    for (float[] row : rows) {
      double square = 0;
      for (int c = 0; c < WIDTH; c++) {
        row[c] = (float) random.nextGaussian();
        square += row[c] * row[c];
      }
      for (int c = 0; c < WIDTH; c++) {
        row[c] /= (float) Math.sqrt(square);
      }
    }
    return rows;
  }

  private static float[] vectors() {
    SplittableRandom random = new SplittableRandom(9);
    float[] all = new float[VECTORS * WIDTH];
    for (int i = 0; i < VECTORS; i++) {
      for (int n = 0; n < 2; n++) {
        float[] direction = DIRECTIONS[random.nextInt(HIDDEN)];
        float strength = 1 + (float) random.nextDouble();
        for (int c = 0; c < WIDTH; c++) {
          all[i * WIDTH + c] += strength * direction[c] + 0.01f;
        }
      }
    }
    return all;
  }

  private static SaeTraining.Trained train(SaeSettings settings, int threads) {
    return SaeTraining.train(
        MatrixActivations.of(vectors(), WIDTH),
        Scaling.Kind.NORM,
        settings,
        "test",
        RunContext.silent().withThreads(threads));
  }

  private static SaeSettings topK() {
    return SaeSettings.topK(48, 2, 30, 3)
        .withBatch(512)
        .withDeadAfter(20_000)
        .withLearningRate(3e-3);
  }

  @Test
  void findsTheDirectionsThatVectorsAreMadeOf() {
    SparseAutoencoder found = train(topK(), 1).autoencoder();
    Fidelity fidelity = Fidelity.of(found, MatrixActivations.of(vectors(), WIDTH));
    assertThat(fidelity.explainedVariance()).isGreaterThan(0.9);
    assertThat(fidelity.activeFeatures()).isBetween(1.0, 2.0);
    int matched = 0;
    for (float[] hidden : DIRECTIONS) {
      double best = 0;
      for (int j = 0; j < found.features(); j++) {
        best = Math.max(best, cosine(hidden, found.direction(j)));
      }
      matched += best > 0.95 ? 1 : 0;
    }
    assertThat(matched).as("hidden directions that a feature has").isGreaterThan(HIDDEN * 3 / 4);
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int c = 0; c < a.length; c++) {
      product += a[c] * b[c];
      first += a[c] * a[c];
      second += b[c] * b[c];
    }
    return product / Math.sqrt(first * second);
  }

  @Test
  void theOtherKindsLearnToo() {
    SaeSettings batch = topK().withSparsity(new Sparsity.BatchTopK(2));
    SaeSettings relu = topK().withSparsity(new Sparsity.L1(1.5));
    for (SaeSettings settings : new SaeSettings[] {batch, relu}) {
      Fidelity fidelity =
          Fidelity.of(train(settings, 1).autoencoder(), MatrixActivations.of(vectors(), WIDTH));
      assertThat(fidelity.explainedVariance()).as("%s", settings).isGreaterThan(0.7);
      assertThat(fidelity.activeFeatures()).as("%s", settings).isBetween(0.5, 12.0);
    }
  }

  @Test
  void theNumberOfThreadsLeavesNoTraceAndFilesKeepEveryBit(@TempDir Path folder) {
    SaeSettings few =
        new SaeSettings(48, new Sparsity.TopK(4), 1 / 32.0, 500, 1024, 2, 1e-3, 700, 3);
    float[] vectors = vectors();
    float[] one = decoded(train(few, 1).autoencoder(), vectors);
    SparseAutoencoder three = train(few, 3).autoencoder();
    assertThat(decoded(three, vectors)).isEqualTo(one);
    three.save(folder);
    SparseAutoencoder read = SparseAutoencoder.load(folder);
    assertThat(decoded(read, vectors)).isEqualTo(one);
    assertThat(read.sparsity()).isEqualTo(new Sparsity.TopK(4));
  }

  private static float[] decoded(SparseAutoencoder autoencoder, float[] vectors) {
    float[] out = new float[vectors.length];
    autoencoder.decode(autoencoder.encode(vectors, VECTORS), out);
    return out;
  }

  @Test
  void columnsAreStandardised() {
    float[] values = new float[3 * 100];
    for (int i = 0; i < 100; i++) {
      values[3 * i] = 1000 + 50 * (i % 10);
      values[3 * i + 1] = 7;
      values[3 * i + 2] = i / 1e4f;
    }
    Scaling scaling = Scaling.of(MatrixActivations.of(values, 3), Scaling.Kind.COLUMNS);
    float[] first = {values[0], values[1], values[2]};
    scaling.apply(first, 0);
    assertThat(first[0]).isCloseTo(-1.5667f, within(1e-3f)); // (0 − 225) / (50·√8.25)
    assertThat(first[1]).isEqualTo(0);
    scaling.undo(first, 0);
    assertThat(first[0]).isCloseTo(1000, within(1e-2f));
  }

  /** Every vector of a pass comes exactly once, whatever the buffer. */
  @Test
  void aShuffleLosesNothing() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Scaling none = new Scaling(new float[1], new float[] {1});
    for (int buffer : new int[] {1, 7, 300, 5000}) {
      SaeSettings settings =
          new SaeSettings(4, new Sparsity.TopK(1), 0, 100, 64, 1, 1e-3, buffer, 3);
      var batches = new ShuffledBatches(MatrixActivations.of(values, 1), none, settings);
      boolean[] seen = new boolean[values.length];
      int inOrder = 0;
      int last = -1;
      try (var stream = batches.open(0)) {
        for (var batch = stream.next(); batch != null; batch = stream.next()) {
          for (SaeShard shard : batch.shards()) {
            for (int row = 0; row < shard.rows().rows(); row++) {
              int value = (int) shard.rows().values()[shard.rows().at(row, 0)];
              assertThat(seen[value]).isFalse();
              seen[value] = true;
              inOrder += value == last + 1 ? 1 : 0;
              last = value;
            }
          }
        }
      }
      assertThat(seen).doesNotContain(false);
      if (buffer > 100) {
        assertThat(inOrder).isLessThan(100);
      }
    }
  }

  @Test
  void anExplainedVarianceIsNotRoundedToAllOfIt() {
    assertThat(Fidelity.percent(0.9267)).isEqualTo("92.7 %");
    assertThat(Fidelity.percent(0.99949)).isEqualTo("99.9 %");
    assertThat(Fidelity.percent(0.9995)).isEqualTo("over 99.9 %");
    assertThat(Fidelity.percent(0.9999999)).isEqualTo("over 99.9 %");
    assertThat(Fidelity.percent(1)).isEqualTo("100.0 %");
    assertThat(Fidelity.percent(-0.25)).isEqualTo("−25.0 %");
  }
}
