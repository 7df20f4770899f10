package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import io.habitus.engine.kernel.SoftmaxKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of a softmax over the right token and a sample of wrong ones: for vocabularies that
 * are too large for {@link LinearCrossEntropy}. The sample is uniform, without repetition, drawn
 * once for a shard's step; a row leaves out what occurs in its own sequence. Equals the exact loss
 * over the tokens that are left, if the sample has all of them.
 */
public final class SampledCrossEntropy {
  /** Logits that exist at a time: 2 MB, which the caches hold. */
  private static final int LOGITS = 1 << 19;

  /** Far below any logit; its exponential is nothing beside the others. */
  private static final float NEVER = -1e30f;

  private final Weight weight;
  private final int tokens;
  private final int inputs;
  private final int first;
  private final int negatives;

  /**
   * Over the products with a weight's rows, which an embedding may share.
   *
   * @param weight (tokens, inputs)
   * @param first the first token that may be drawn; those below it are no values
   * @param negatives how many are drawn; all where there are no more
   */
  public SampledCrossEntropy(Weight weight, int first, int negatives) {
    this.weight = weight;
    this.tokens = Math.toIntExact(weight.shape()[0]);
    this.inputs = Math.toIntExact(weight.shape()[1]);
    this.first = first;
    this.negatives = Math.min(negatives, tokens - first);
    if (first < 0 || this.negatives < 1) {
      throw new IllegalArgumentException(
          "expected at least one of %d tokens from %d on to draw, found %d"
              .formatted(tokens, first, negatives));
    }
  }

  /**
   * {@code scale} times the sum over rows of −log softmax(x·Wᵀ)[target] over target and sample.
   *
   * @param sequences of the rows
   * @param present the token of each row: what its sequence leaves out, beside its targets
   * @param targets a token per row; a negative one leaves its row out
   * @param random decides the sample: {@link Graph#nextDropout} while training, else any other
   * @return a scalar
   */
  public Variable sum(
      Graph graph,
      Variable x,
      Sequences sequences,
      int[] present,
      int[] targets,
      double scale,
      StepRandom random) {
    Matrix rows = graph.matrix(x);
    if (targets.length != rows.rows()
        || present.length != rows.rows()
        || sequences.rows() != rows.rows()
        || rows.columns() != inputs) {
      throw new IllegalArgumentException(
          "expected tokens and targets of %d rows and %d columns, found %d, %d, %d and %d"
              .formatted(
                  sequences.rows(),
                  inputs,
                  rows.rows(),
                  present.length,
                  targets.length,
                  rows.columns()));
    }
    Pass pass = new Pass(graph, rows, sequences, present, targets, (float) scale, drawn(random));
    double loss = pass.run();
    return graph.custom(
        loss,
        gradients -> {
          MemorySegment gradient = gradients[0];
          if (gradient != null) {
            pass.send(x, gradient.get(ValueLayout.JAVA_FLOAT, 0));
          }
        });
  }

  /** Distinct tokens, ascending. */
  int[] drawn(StepRandom random) {
    int eligible = tokens - first;
    boolean[] chosen = new boolean[eligible];
    // Whichever are fewer are drawn: those of the sample or those left out of it.
    boolean inverted = negatives > eligible / 2;
    int wanted = inverted ? eligible - negatives : negatives;
    long position = 0;
    for (int count = 0; count < wanted; ) {
      int token = (int) Math.unsignedMultiplyHigh(random.bits(position++), eligible);
      if (!chosen[token]) {
        chosen[token] = true;
        count++;
      }
    }
    int[] sample = new int[negatives];
    int at = 0;
    for (int token = 0; token < eligible; token++) {
      if (chosen[token] != inverted) {
        sample[at++] = first + token;
      }
    }
    return sample;
  }

  /** One forward pass, which takes the gradients on its way. */
  private final class Pass {
    private final Graph graph;
    private final Matrix x; // (rows, inputs)
    private final int[] targets;
    private final float scale;
    private final int[] sample;
    private final int[][] never; // of each sequence, columns of the sample that occur in it
    private final int[] owner; // (rows) sequence
    private final MemorySegment table;
    private final Panels packed; // (sample, inputs), and transposed
    private final Panels transposed;
    private final @Nullable Matrix toX; // (rows, inputs)
    private final @Nullable Matrix toSample; // (sample, inputs)
    private final @Nullable Matrix toTargets; // (rows, inputs)
    private final float[] right; // (inputs)
    private final Gemm.Scratch scratch = new Gemm.Scratch();

    Pass(
        Graph graph,
        Matrix x,
        Sequences sequences,
        int[] present,
        int[] targets,
        float scale,
        int[] sample) {
      this.graph = graph;
      this.x = x;
      this.targets = targets;
      this.scale = scale;
      this.sample = sample;
      owner = new int[x.rows()];
      never = never(sequences, present, targets, sample, owner);
      table = graph.values(weight);
      Matrix rows = graph.matrix(sample.length, inputs);
      for (int i = 0; i < sample.length; i++) {
        read(table, sample[i], rows.values(), rows.at(i, 0));
      }
      packed = Panels.of(rows, graph.array(Panels.elements(sample.length, inputs)));
      transposed = Panels.ofTransposed(rows, graph.array(Panels.elements(inputs, sample.length)));
      right = new float[inputs];
      boolean training = graph.isTraining();
      toX = training ? graph.matrix(x.rows(), inputs) : null;
      toTargets = training ? graph.matrix(x.rows(), inputs) : null;
      toSample = training ? graph.matrix(sample.length, inputs) : null;
      if (toSample != null) {
        Arrays.fill(toSample.values(), 0);
      }
    }

    private void read(MemorySegment from, int token, float[] into, int at) {
      MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 4L * token * inputs, into, at, inputs);
    }

    double run() {
      int columns = sample.length + 1;
      int atOnce = Math.clamp(LOGITS / columns / 6 * 6, 6, Math.max(6, x.rows()));
      Matrix logits = graph.matrix(atOnce, columns);
      double loss = 0;
      for (int from = 0; from < x.rows(); from += atOnce) {
        loss += chunk(logits, from, Math.min(atOnce, x.rows() - from));
      }
      return loss * scale;
    }

    private double chunk(Matrix logits, int from, int count) {
      Gemm.product(
          count,
          x.values(),
          x.at(from, 0),
          x.stride(),
          transposed,
          logits.values(),
          0,
          logits.stride(),
          false);
      double loss = 0;
      for (int i = 0; i < count; i++) {
        loss += row(logits, i, from + i);
      }
      if (toX != null) {
        gradients(logits, from, count);
      }
      return loss;
    }

    /** One row's loss; leaves the gradient of its logits, the target's in the last column. */
    private double row(Matrix logits, int i, int row) {
      int at = logits.at(i, 0);
      int last = sample.length;
      if (targets[row] < 0) {
        Arrays.fill(logits.values(), at, at + last + 1, 0);
        return 0;
      }
      read(table, targets[row], right, 0);
      float product = 0;
      for (int j = 0; j < inputs; j++) {
        product = Math.fma(x.values()[x.at(row, j)], right[j], product);
      }
      logits.values()[at + last] = product;
      for (int column : never[owner[row]]) {
        logits.values()[at + column] = NEVER;
      }
      return SoftmaxKernel.lossAndGradient(logits.values(), at, last + 1, null, last, scale);
    }

    private void gradients(Matrix logits, int from, int count) {
      Matrix intoX = Objects.requireNonNull(toX);
      Matrix intoSample = Objects.requireNonNull(toSample);
      Matrix intoTargets = Objects.requireNonNull(toTargets);
      // The tile may write one row too many, which the next chunk then overwrites.
      Gemm.product(
          count,
          logits.values(),
          0,
          logits.stride(),
          packed,
          intoX.values(),
          intoX.at(from, 0),
          intoX.stride(),
          false);
      Gemm.addTransposedProduct(
          count,
          logits.values(),
          0,
          logits.stride(),
          sample.length,
          x.values(),
          x.at(from, 0),
          x.stride(),
          inputs,
          intoSample,
          0,
          scratch);
      for (int i = 0; i < count; i++) {
        int row = from + i;
        if (targets[row] < 0) {
          continue;
        }
        float slope = logits.values()[logits.at(i, sample.length)];
        read(table, targets[row], right, 0);
        for (int j = 0; j < inputs; j++) {
          intoX.values()[intoX.at(row, j)] += slope * right[j];
          intoTargets.values()[intoTargets.at(row, j)] = slope * x.values()[x.at(row, j)];
        }
      }
    }

    void send(Variable input, float factor) {
      Matrix intoX = Objects.requireNonNull(toX);
      Matrix intoSample = Objects.requireNonNull(toSample);
      Matrix intoTargets = Objects.requireNonNull(toTargets);
      for (Matrix each : new Matrix[] {intoX, intoSample, intoTargets}) {
        scale(each.values(), factor);
      }
      graph.send(input, intoX);
      MemorySegment into = graph.gradient(weight);
      for (int i = 0; i < sample.length; i++) {
        intoSample.addRowTo(i, into, 4L * sample[i] * inputs, right);
      }
      for (int row = 0; row < targets.length; row++) {
        if (targets[row] >= 0) {
          intoTargets.addRowTo(row, into, 4L * targets[row] * inputs, right);
        }
      }
    }

    private static void scale(float[] values, float factor) {
      if (factor == 1) {
        return;
      }
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }
  }

  /** Columns of the sample that occur in each sequence; fills in whose row is whose. */
  private int[][] never(
      Sequences sequences, int[] present, int[] targets, int[] sample, int[] owner) {
    int[] column = new int[tokens]; // one more than the place in the sample
    for (int i = 0; i < sample.length; i++) {
      column[sample[i]] = i + 1;
    }
    int[][] never = new int[sequences.size()][];
    int[] found = new int[2 * sequences.longest()];
    for (int sequence = 0; sequence < never.length; sequence++) {
      int count = 0;
      for (int row = sequences.first(sequence); row <= sequences.last(sequence); row++) {
        owner[row] = sequence;
        for (int token : new int[] {present[row], targets[row]}) {
          if (token >= 0 && column[token] > 0) {
            found[count++] = column[token] - 1;
          }
        }
      }
      never[sequence] = Arrays.stream(found, 0, count).distinct().toArray();
    }
    return never;
  }
}
