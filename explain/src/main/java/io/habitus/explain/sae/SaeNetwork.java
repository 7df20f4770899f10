package io.habitus.explain.sae;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Network;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A sparse autoencoder while it is trained: z = σ(W_e (x − b_d) + b_e), x̂ = W_d z + b_d, loss ‖x −
 * x̂‖² + λ·‖z‖₁ + α·‖(x − x̂) − W_d z′‖², each a mean over the batch. z′ are the largest of the
 * features that have not been active for long, and x − x̂ counts as a constant there (Gao et al.
 * 2024, appendix A.2).
 *
 * <p>Both matrices lie feature by feature, (features, width). Rows of W_d keep unit norm: the part
 * of a gradient along the row is taken out, and the row is normalised after each step. How long ago
 * a feature was active is kept among the weights, so that a checkpoint has it; it has no gradient,
 * and Adam leaves it alone.
 */
final class SaeNetwork implements Network<SaeShard> {
  static final String ENCODER = "W_enc";
  static final String ENCODER_BIAS = "b_enc";
  static final String DECODER = "W_dec";
  static final String DECODER_BIAS = "b_dec";
  static final String IDLE = "tokens_since_active";
  static final String THRESHOLD = "threshold";

  /** Weight of the newest step in the running threshold of BatchTopK. */
  private static final float NEWEST = 0.01f;

  private static final int MOST_SHARDS = 8;

  final SaeSettings settings;
  final int width;
  final Weight encoder;
  final Weight encoderBias;
  final Weight decoder;
  final Weight decoderBias;
  private final Weight idle;
  private final Weight threshold;

  /** What the shards of the step under way saw; each writes its own. */
  private final Seen[] seen = new Seen[MOST_SHARDS];

  private static final class Seen {
    final boolean[] active;
    int batchVectors;
    float least = Float.POSITIVE_INFINITY;

    Seen(int features) {
      active = new boolean[features];
    }
  }

  SaeNetwork(WeightPlan plan, int width, SaeSettings settings) {
    this.settings = settings;
    this.width = width;
    Weight.Initial zero = new Weight.Initial.Constant(0);
    Weight.Initial normal = new Weight.Initial.Normal(1 / Math.sqrt(width));
    int features = settings.features();
    encoder = plan.add(ENCODER, zero, features, width);
    encoderBias = plan.add(ENCODER_BIAS, zero, features);
    decoder = plan.add(DECODER, normal, features, width);
    decoderBias = plan.add(DECODER_BIAS, zero, width);
    idle = plan.add(IDLE, zero, features);
    threshold = plan.add(THRESHOLD, zero, 1);
    Arrays.setAll(seen, i -> new Seen(features));
  }

  /**
   * Decoder rows of unit norm, the encoder its transpose, and the decoder's bias the vectors' mean.
   *
   * @param mean (width) of the scaled vectors
   */
  void start(Weights weights, float[] mean) {
    normalise(weights);
    weights.values(encoder).copyFrom(weights.values(decoder));
    MemorySegment.copy(mean, 0, weights.values(decoderBias), ValueLayout.JAVA_FLOAT, 0, width);
  }

  /** Features that are dead now, ascending. */
  int[] dead(Graph graph) {
    if (settings.auxiliary() == 0) {
      return new int[0];
    }
    MemorySegment tokens = graph.values(idle);
    int[] found = new int[settings.features()];
    int count = 0;
    for (int j = 0; j < found.length; j++) {
      if (tokens.getAtIndex(ValueLayout.JAVA_FLOAT, j) >= settings.deadAfter()) {
        found[count++] = j;
      }
    }
    return Arrays.copyOf(found, count);
  }

  @Override
  public Variable loss(Graph graph, SaeShard shard) {
    SaePass pass = new SaePass(this, graph, shard);
    double loss = pass.forward();
    if (graph.isTraining()) {
      note(shard, pass.codes());
    }
    return graph.custom(
        loss,
        gradients -> {
          MemorySegment gradient = gradients[0];
          if (gradient != null) {
            pass.backward(gradient.get(ValueLayout.JAVA_FLOAT, 0));
          }
        });
  }

  private void note(SaeShard shard, SparseCodes codes) {
    Seen mine = seen[shard.number()];
    mine.batchVectors = shard.batchVectors();
    mine.least = Float.POSITIVE_INFINITY;
    for (int at = 0; at < codes.size(); at++) {
      mine.active[codes.features()[at]] = true;
      mine.least = Math.min(mine.least, codes.values()[at]);
    }
  }

  @Override
  public void afterStep(Weights weights) {
    normalise(weights);
    age(weights.values(idle));
    if (settings.sparsity() instanceof Sparsity.BatchTopK) {
      moveThreshold(weights.values(threshold));
    }
    for (Seen each : seen) {
      Arrays.fill(each.active, false);
      each.batchVectors = 0;
    }
  }

  private void age(MemorySegment tokens) {
    int passed = 0;
    for (Seen each : seen) {
      passed = Math.max(passed, each.batchVectors);
    }
    for (int j = 0; j < settings.features(); j++) {
      boolean active = false;
      for (Seen each : seen) {
        active |= each.active[j];
      }
      // Floats count exactly to 2^24; more than that is dead in any case.
      float now = Math.min(1 << 24, tokens.getAtIndex(ValueLayout.JAVA_FLOAT, j) + passed);
      tokens.setAtIndex(ValueLayout.JAVA_FLOAT, j, active ? 0 : now);
    }
  }

  private void moveThreshold(MemorySegment value) {
    double sum = 0;
    int shards = 0;
    for (Seen each : seen) {
      if (each.batchVectors > 0 && each.least < Float.POSITIVE_INFINITY) {
        sum += each.least;
        shards++;
      }
    }
    if (shards > 0) {
      float old = value.get(ValueLayout.JAVA_FLOAT, 0);
      float newest = (float) (sum / shards);
      value.set(ValueLayout.JAVA_FLOAT, 0, old == 0 ? newest : old + NEWEST * (newest - old));
    }
  }

  private void normalise(Weights weights) {
    MemorySegment rows = weights.values(decoder);
    float[] row = new float[width];
    for (int j = 0; j < settings.features(); j++) {
      long at = 4L * j * width;
      MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, at, row, 0, width);
      double square = 0;
      for (float value : row) {
        square += (double) value * value;
      }
      float factor = (float) (1 / Math.sqrt(Math.max(square, 1e-30)));
      for (int c = 0; c < width; c++) {
        row[c] *= factor;
      }
      MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_FLOAT, at, width);
    }
  }
}
