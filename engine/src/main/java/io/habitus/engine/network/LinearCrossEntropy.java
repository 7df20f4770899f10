package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Products;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.SoftmaxKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer over a vocabulary and the exact cross-entropy of its softmax, in one: the logits
 * of a few rows exist at a time, and while they do, the gradient is taken. Memory does not grow
 * with rows × vocabulary.
 */
public final class LinearCrossEntropy {
  /** Logits that exist at a time: 2 MB, which the caches hold. */
  private static final int LOGITS = 1 << 19;

  private final Weight weight; // (tokens, inputs)
  private final @Nullable Weight bias; // (tokens)
  private final int inputs;
  private final int tokens;

  /** Over the layer's outputs, one per token. */
  public LinearCrossEntropy(Linear layer) {
    this(layer.weight(), layer.bias());
  }

  /**
   * Over the products with a weight's rows, which another layer may share ("tied").
   *
   * @param weight (tokens, inputs)
   * @param bias (tokens), or null for none
   */
  public LinearCrossEntropy(Weight weight, @Nullable Weight bias) {
    this.weight = weight;
    this.bias = bias;
    this.tokens = Math.toIntExact(weight.shape()[0]);
    this.inputs = Math.toIntExact(weight.shape()[1]);
  }

  /**
   * {@code scale} times the sum over rows of −log softmax(x·Wᵀ + b)[target].
   *
   * @param x (rows, inputs)
   * @param targets a token per row; a negative one leaves its row out
   * @param scale such as 1 / the batch's number of targets
   * @return a scalar
   */
  public Variable sum(Graph graph, Variable x, int[] targets, double scale) {
    Matrix rows = graph.matrix(x);
    if (targets.length != rows.rows() || rows.columns() != inputs) {
      throw new IllegalArgumentException(
          "expected %d targets and %d columns, found %d and %d"
              .formatted(rows.rows(), inputs, targets.length, rows.columns()));
    }
    Pass pass = new Pass(graph, rows, targets, (float) scale);
    double loss = pass.run();
    graph.release(rows);
    return graph.custom(
        loss,
        gradients -> {
          MemorySegment gradient = gradients[0];
          if (gradient != null) {
            pass.send(x, gradient.get(ValueLayout.JAVA_FLOAT, 0));
          }
        });
  }

  /** One forward pass, which takes the gradients on its way. */
  private final class Pass {
    private final Graph graph;
    private final Matrix x; // (rows, inputs)
    private final int[] targets;
    private final float scale;
    private final boolean training;
    private final Products products;
    private final Products.Right right; // (inputs, tokens)
    private final float @Nullable [] biases;
    private final @Nullable Matrix toX; // (rows, inputs)
    private final @Nullable Matrix toWeight; // (tokens, inputs)
    private final float[] toBias;

    Pass(Graph graph, Matrix x, int[] targets, float scale) {
      this.graph = graph;
      this.x = x;
      this.targets = targets;
      this.scale = scale;
      training = graph.isTraining();
      products = graph.products();
      right = graph.right(weight, true);
      biases = bias == null ? null : graph.values(bias).toArray(ValueLayout.JAVA_FLOAT);
      toX = training ? graph.matrix(x.rows(), inputs) : null;
      toWeight = training ? graph.matrix(tokens, inputs) : null;
      toBias = new float[training && bias != null ? tokens : 0];
      if (toWeight != null) {
        Arrays.fill(toWeight.values(), 0);
      }
    }

    double run() {
      int atOnce = Math.clamp(LOGITS / tokens / 6 * 6, 6, Math.max(6, x.rows()));
      Matrix logits = graph.matrix(atOnce, tokens);
      double loss = 0;
      for (int from = 0; from < x.rows(); from += atOnce) {
        loss += chunk(logits, from, Math.min(atOnce, x.rows() - from));
      }
      graph.release(logits);
      return loss * scale;
    }

    private double chunk(Matrix logits, int from, int count) {
      products.product(
          count,
          x.values(),
          x.at(from, 0),
          x.stride(),
          right,
          logits.values(),
          0,
          logits.stride(),
          false);
      double loss = 0;
      for (int i = 0; i < count; i++) {
        loss +=
            SoftmaxKernel.lossAndGradient(
                logits.values(), logits.at(i, 0), tokens, biases, targets[from + i], scale);
      }
      if (training) {
        gradients(logits, from, count);
      }
      return loss;
    }

    private void gradients(Matrix logits, int from, int count) {
      Matrix intoX = Objects.requireNonNull(toX);
      Matrix intoWeight = Objects.requireNonNull(toWeight);
      // The tile may write one row too many, which the next chunk then overwrites.
      products.product(
          count,
          logits.values(),
          0,
          logits.stride(),
          graph.right(weight, false), // (tokens, inputs)
          intoX.values(),
          intoX.at(from, 0),
          intoX.stride(),
          false);
      products.addTransposedProduct(
          count,
          logits.values(),
          0,
          logits.stride(),
          tokens,
          x.values(),
          x.at(from, 0),
          x.stride(),
          inputs,
          intoWeight,
          0);
      for (int i = 0; i < count; i++) {
        int at = logits.at(i, 0);
        for (int j = 0; j < toBias.length; j++) {
          toBias[j] += logits.values()[at + j];
        }
      }
    }

    void send(Variable input, float factor) {
      Matrix intoX = Objects.requireNonNull(toX);
      Matrix intoWeight = Objects.requireNonNull(toWeight);
      if (factor != 1) {
        scale(intoX.values(), factor);
        scale(intoWeight.values(), factor);
        scale(toBias, factor);
      }
      graph.send(input, intoX);
      intoWeight.addTo(graph.gradient(weight));
      graph.release(intoX);
      graph.release(intoWeight);
      if (bias != null) {
        MemorySegment into = graph.gradient(bias);
        for (int j = 0; j < tokens; j++) {
          float sum = into.getAtIndex(ValueLayout.JAVA_FLOAT, j) + toBias[j];
          into.setAtIndex(ValueLayout.JAVA_FLOAT, j, sum);
        }
      }
    }

    private static void scale(float[] values, float factor) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }
  }
}
