package io.habitus.explain.sae;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One shard forward and backward. Only the encoder's product is dense. Decoding adds the rows of
 * active features; the backward pass goes feature by feature, over the vectors in which one is
 * active, so that a feature's two gradients are gathered in the first-level cache and written once.
 * A feature that was not active costs nothing.
 */
final class SaePass {
  private static final FactorKernel KERNEL = FactorKernel.get();

  private final SaeNetwork network;
  private final Graph graph;
  private final int width;
  private final int padded;
  private final int features;
  private final int vectors;
  private final float scale; // of a vector's loss: 1 / vectors of the batch
  private final Matrix x; // (vectors, width)
  private final Matrix centred; // x − b_d
  private final Matrix residual; // x̂ − x
  private final Matrix directions; // W_d
  private final float[] sums; // a row of a gradient, on its way
  private SparseCodes codes = new SparseCodes(0, new int[1], new int[0], new float[0]);
  private @Nullable SparseCodes revived;
  private @Nullable Matrix left; // what revived features leave of x − x̂
  private float[] slopes = new float[0]; // of the squared residual by each activation, halved
  private float[] revivedSlopes = new float[0];

  SaePass(SaeNetwork network, Graph graph, SaeShard shard) {
    this.network = network;
    this.graph = graph;
    width = network.width;
    padded = FactorKernel.width(width);
    features = network.settings.features();
    x = shard.rows();
    vectors = x.rows();
    scale = 1f / shard.batchVectors();
    centred = graph.matrix(vectors, width);
    residual = graph.matrix(vectors, width);
    directions = graph.matrix(features, width);
    sums = new float[padded];
  }

  SparseCodes codes() {
    return codes;
  }

  /** The shard's part of the batch's loss. */
  double forward() {
    float[] shift = padded(network.decoderBias);
    read(network.decoder, directions);
    for (int i = 0; i < vectors; i++) {
      for (int c = 0; c < padded; c++) {
        centred.values()[centred.at(i, c)] = x.values()[x.at(i, c)] - shift[c];
      }
    }
    encode();
    slopes = graph.array(codes.size());
    double loss = 0;
    for (int i = 0; i < vectors; i++) {
      loss += decode(i);
    }
    if (network.settings.sparsity() instanceof Sparsity.L1(double weight)) {
      double sum = 0;
      for (int at = 0; at < codes.size(); at++) {
        sum += codes.values()[at];
      }
      loss += weight * sum;
    }
    if (revived != null) {
      loss += network.settings.auxiliary() * revivedLoss(revived);
    }
    return loss * scale;
  }

  private void encode() {
    float[] bias = graph.values(network.encoderBias).toArray(ValueLayout.JAVA_FLOAT);
    Encoder encoder = new Encoder(graph.packed(network.encoder, true), bias, features);
    Matrix room = graph.matrix(Encoder.rowsAtOnce(features), features);
    int[] dead = graph.isTraining() ? network.dead(graph) : new int[0];
    Sparsity sparsity = network.settings.sparsity();
    if (dead.length == 0) {
      codes = encoder.activeInTraining(sparsity, centred, vectors, room, (row, values, at) -> {});
      return;
    }
    int most = Math.min(dead.length, Math.max(1, width / 2));
    TopSelector selector = new TopSelector(most);
    SparseCodes.Builder chosen = new SparseCodes.Builder(vectors, most);
    float[] candidates = new float[dead.length];
    codes =
        encoder.activeInTraining(
            sparsity,
            centred,
            vectors,
            room,
            (row, values, at) -> {
              for (int n = 0; n < dead.length; n++) {
                candidates[n] = values[at + dead[n]];
              }
              int found = selector.select(candidates, 0, dead.length);
              for (int n = 0; n < found; n++) {
                chosen.add(dead[selector.index(n)], selector.value(n));
              }
              chosen.endRow();
            });
    revived = chosen.build();
  }

  /** Writes x̂ − x of a row; returns its squared norm. */
  private double decode(int row) {
    float[] out = residual.values();
    int at = residual.at(row, 0);
    float[] centredValues = centred.values();
    int from = centred.at(row, 0);
    for (int c = 0; c < padded; c++) {
      out[at + c] = -centredValues[from + c];
    }
    return add(codes, row, out, at, slopes);
  }

  /**
   * Adds W_d z of a row; returns the squared norm of what is there then.
   *
   * @param slopeOf receives half its derivatives by the row's activations, while the directions are
   *     in the first-level cache
   */
  private double add(SparseCodes z, int row, float[] into, int at, float[] slopeOf) {
    int from = z.offsets()[row];
    int to = z.offsets()[row + 1];
    float[] rows = directions.values();
    KERNEL.addRows(padded, from, to, z.values(), z.features(), rows, directions.stride(), into, at);
    if (graph.isTraining()) {
      for (int n = from; n < to; n++) {
        slopeOf[n] = KERNEL.dot(padded, into, at, rows, directions.at(z.features()[n], 0));
      }
    }
    return KERNEL.dot(padded, into, at, into, at);
  }

  private double revivedLoss(SparseCodes z) {
    Matrix rest = graph.matrix(vectors, width);
    left = rest;
    revivedSlopes = graph.array(z.size());
    double loss = 0;
    for (int i = 0; i < vectors; i++) {
      int at = rest.at(i, 0);
      System.arraycopy(residual.values(), residual.at(i, 0), rest.values(), at, padded);
      loss += add(z, i, rest.values(), at, revivedSlopes); // W_d z′ − (x − x̂)
    }
    return loss;
  }

  /**
   * Adds the gradients.
   *
   * @param factor gradient of the loss
   */
  void backward(float factor) {
    double l1 = network.settings.sparsity() instanceof Sparsity.L1(double weight) ? weight : 0;
    float[] toShift = new float[padded];
    for (int i = 0; i < vectors; i++) {
      KERNEL.add(padded, 1, residual.values(), residual.at(i, 0), toShift, 0);
    }
    float twice = 2 * scale * factor;
    for (int c = 0; c < padded; c++) {
      toShift[c] *= twice;
    }
    byFeature(
        codes.byFeature(features, slopes), residual, twice, (float) (l1 * scale * factor), toShift);
    if (revived != null && left != null) {
      byFeature(
          revived.byFeature(features, revivedSlopes),
          left,
          (float) (twice * network.settings.auxiliary()),
          0,
          toShift);
    }
    addTo(graph.gradient(network.decoderBias), 0, 1, toShift);
  }

  /**
   * Gradients of every feature that is active somewhere.
   *
   * @param by activations, and half the slope of a vector's loss by each
   * @param out half the gradient of what was decoded, by vector
   * @param twice makes gradients of the halves
   * @param price added to the gradient of each activation
   * @param toShift what goes to b_d through the encoder is taken off here
   */
  private void byFeature(
      SparseCodes.ByFeature by, Matrix out, float twice, float price, float[] toShift) {
    MemorySegment toDecoder = graph.gradient(network.decoder);
    MemorySegment toEncoder = graph.gradient(network.encoder);
    MemorySegment toBias = graph.gradient(network.encoderBias);
    MemorySegment encoder = graph.values(network.encoder);
    float[] slope = by.beside();
    float[] decoderRow = new float[padded];
    float[] encoderRow = new float[padded];
    for (int j = 0; j < features; j++) {
      int from = by.offsets()[j];
      int to = by.offsets()[j + 1];
      if (from == to) {
        continue;
      }
      Arrays.fill(decoderRow, 0);
      Arrays.fill(encoderRow, 0);
      float bias = 0;
      float along = 0;
      for (int n = from; n < to; n++) {
        along += by.values()[n] * slope[n];
        slope[n] = slope[n] * twice + price;
        bias += slope[n];
      }
      sum(by, from, to, by.values(), out, decoderRow);
      sum(by, from, to, slope, centred, encoderRow);
      // A row of unit norm moves on the sphere only (Bricken et al. 2023).
      KERNEL.add(padded, -along, directions.values(), directions.at(j, 0), decoderRow, 0);
      addTo(toDecoder, (long) j * width, twice, decoderRow);
      addTo(toEncoder, (long) j * width, 1, encoderRow);
      toBias.setAtIndex(
          ValueLayout.JAVA_FLOAT, j, toBias.getAtIndex(ValueLayout.JAVA_FLOAT, j) + bias);
      MemorySegment.copy(encoder, ValueLayout.JAVA_FLOAT, 4L * j * width, encoderRow, 0, width);
      Arrays.fill(encoderRow, width, padded, 0);
      KERNEL.add(padded, -bias, encoderRow, 0, toShift, 0);
    }
  }

  /** Σ factor · row over the vectors that a feature is active in. */
  private void sum(
      SparseCodes.ByFeature by, int from, int to, float[] factors, Matrix rows, float[] into) {
    KERNEL.addRows(padded, from, to, factors, by.rows(), rows.values(), rows.stride(), into, 0);
  }

  /** {@code into[from …] += factor · row}, by way of the heap, where the loop becomes vectors. */
  private void addTo(MemorySegment into, long from, float factor, float[] row) {
    MemorySegment.copy(into, ValueLayout.JAVA_FLOAT, 4 * from, sums, 0, width);
    KERNEL.add(padded, factor, row, 0, sums, 0);
    MemorySegment.copy(sums, 0, into, ValueLayout.JAVA_FLOAT, 4 * from, width);
  }

  private float[] padded(Weight weight) {
    return Arrays.copyOf(graph.values(weight).toArray(ValueLayout.JAVA_FLOAT), padded);
  }

  private void read(Weight weight, Matrix into) {
    into.read(graph.values(weight));
    for (int row = 0; row < into.rows(); row++) {
      Arrays.fill(into.values(), into.at(row, width), into.at(row, 0) + into.stride(), 0);
    }
  }
}
