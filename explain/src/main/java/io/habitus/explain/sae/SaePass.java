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
  private SparseCodes codes = new SparseCodes(0, new int[1], new int[0], new float[0]);
  private @Nullable SparseCodes revived;
  private @Nullable Matrix left; // what revived features leave of x − x̂

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
    add(codes, row, 1, out, at);
    return KERNEL.dot(padded, out, at, out, at);
  }

  /** Adds factor · W_d z of a row. */
  private void add(SparseCodes z, int row, float factor, float[] into, int at) {
    for (int n = z.offsets()[row]; n < z.offsets()[row + 1]; n++) {
      KERNEL.add(
          padded,
          factor * z.values()[n],
          directions.values(),
          directions.at(z.features()[n], 0),
          into,
          at);
    }
  }

  private double revivedLoss(SparseCodes z) {
    Matrix rest = graph.matrix(vectors, width);
    left = rest;
    double loss = 0;
    for (int i = 0; i < vectors; i++) {
      int at = rest.at(i, 0);
      System.arraycopy(residual.values(), residual.at(i, 0), rest.values(), at, padded);
      add(z, i, 1, rest.values(), at); // W_d z′ − (x − x̂)
      loss += KERNEL.dot(padded, rest.values(), at, rest.values(), at);
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
    scale(residual, 2 * scale * factor);
    float[] toShift = new float[padded];
    for (int i = 0; i < vectors; i++) {
      KERNEL.add(padded, 1, residual.values(), residual.at(i, 0), toShift, 0);
    }
    byFeature(codes, residual, (float) (l1 * scale * factor), toShift);
    if (revived != null && left != null) {
      scale(left, (float) (2 * scale * factor * network.settings.auxiliary()));
      byFeature(revived, left, 0, toShift);
    }
    addTo(graph.gradient(network.decoderBias), 0, toShift);
  }

  private void scale(Matrix matrix, float factor) {
    for (int i = 0; i < vectors; i++) {
      for (int c = 0; c < padded; c++) {
        matrix.values()[matrix.at(i, c)] *= factor;
      }
    }
  }

  /**
   * Gradients of every feature that is active somewhere.
   *
   * @param out gradient of what was decoded, by vector
   * @param price added to the gradient of each activation
   * @param toShift what goes to b_d through the encoder is taken off here
   */
  private void byFeature(SparseCodes z, Matrix out, float price, float[] toShift) {
    SparseCodes.ByFeature by = z.byFeature(features);
    MemorySegment toDecoder = graph.gradient(network.decoder);
    MemorySegment toEncoder = graph.gradient(network.encoder);
    MemorySegment toBias = graph.gradient(network.encoderBias);
    MemorySegment encoder = graph.values(network.encoder);
    float[] decoderRow = new float[padded];
    float[] encoderRow = new float[padded];
    for (int j = 0; j < features; j++) {
      if (by.count(j) == 0) {
        continue;
      }
      Arrays.fill(decoderRow, 0);
      Arrays.fill(encoderRow, 0);
      int direction = directions.at(j, 0);
      float bias = 0;
      for (int n = by.offsets()[j]; n < by.offsets()[j + 1]; n++) {
        int at = out.at(by.rows()[n], 0);
        float slope = KERNEL.dot(padded, out.values(), at, directions.values(), direction) + price;
        KERNEL.add(padded, by.values()[n], out.values(), at, decoderRow, 0);
        KERNEL.add(padded, slope, centred.values(), centred.at(by.rows()[n], 0), encoderRow, 0);
        bias += slope;
      }
      // A row of unit norm moves on the sphere only (Bricken et al. 2023).
      float along = KERNEL.dot(padded, decoderRow, 0, directions.values(), direction);
      KERNEL.add(padded, -along, directions.values(), direction, decoderRow, 0);
      addTo(toDecoder, (long) j * width, decoderRow);
      addTo(toEncoder, (long) j * width, encoderRow);
      toBias.setAtIndex(
          ValueLayout.JAVA_FLOAT, j, toBias.getAtIndex(ValueLayout.JAVA_FLOAT, j) + bias);
      MemorySegment.copy(encoder, ValueLayout.JAVA_FLOAT, 4L * j * width, encoderRow, 0, width);
      Arrays.fill(encoderRow, width, padded, 0);
      KERNEL.add(padded, -bias, encoderRow, 0, toShift, 0);
    }
  }

  private void addTo(MemorySegment into, long from, float[] row) {
    for (int c = 0; c < width; c++) {
      float sum = into.getAtIndex(ValueLayout.JAVA_FLOAT, from + c) + row[c];
      into.setAtIndex(ValueLayout.JAVA_FLOAT, from + c, sum);
    }
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
