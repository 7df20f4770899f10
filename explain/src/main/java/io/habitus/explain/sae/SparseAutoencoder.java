package io.habitus.explain.sae;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import io.habitus.engine.safetensors.DataType;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.StoredTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A trained sparse autoencoder: vectors to the few features that are active in them, and back.
 * Vectors are given and come back as their source has them; scaling is its own affair. Immutable;
 * safe to use from several threads.
 */
public final class SparseAutoencoder {
  /** The weights' file within a folder. */
  public static final String FILE = "sae.safetensors";

  /** What was trained, how, and how it turned out, as JSON beside it. */
  public static final String CARD = "card.json";

  private static final String SCALE_SHIFT = "input_shift";
  private static final String SCALE_FACTOR = "input_factor";
  private static final String SPARSITY = "sparsity";

  private final Sparsity sparsity;
  private final Scaling scaling;
  private final float[] encoder; // (features, width)
  private final float[] decoder; // (features, width)
  private final float[] shift; // b_d, (width)
  private final float threshold;
  private final int features;
  private final Encoder packed;

  private SparseAutoencoder(
      Sparsity sparsity,
      Scaling scaling,
      float[] encoder,
      float[] bias,
      float[] decoder,
      float[] shift,
      float threshold) {
    this.sparsity = sparsity;
    this.scaling = scaling;
    this.encoder = encoder;
    this.decoder = decoder;
    this.shift = shift;
    this.threshold = threshold;
    features = bias.length;
    Panels panels = Panels.ofTransposed(MemorySegment.ofArray(encoder), scaling.width(), features);
    packed = new Encoder(panels, bias, features);
  }

  static SparseAutoencoder of(SaeNetwork network, Weights weights, Scaling scaling) {
    return new SparseAutoencoder(
        network.settings.sparsity(),
        scaling,
        values(weights, SaeNetwork.ENCODER),
        values(weights, SaeNetwork.ENCODER_BIAS),
        values(weights, SaeNetwork.DECODER),
        values(weights, SaeNetwork.DECODER_BIAS),
        values(weights, SaeNetwork.THRESHOLD)[0]);
  }

  private static float[] values(Weights weights, String name) {
    return weights.values(weights.named(name)).toArray(ValueLayout.JAVA_FLOAT);
  }

  /** Columns of a vector. */
  public int width() {
    return scaling.width();
  }

  /** Features of a code. */
  public int features() {
    return features;
  }

  public Sparsity sparsity() {
    return sparsity;
  }

  public Scaling scaling() {
    return scaling;
  }

  /**
   * What one unit of a feature adds to a vector: its row of W_d, in the source's units.
   *
   * @return (width)
   */
  public float[] direction(int feature) {
    int width = width();
    float[] row = Arrays.copyOfRange(decoder, feature * width, (feature + 1) * width);
    for (int c = 0; c < width; c++) {
      row[c] /= scaling.factor()[c];
    }
    return row;
  }

  /**
   * Codes of vectors.
   *
   * @param vectors (count, width) row-major; not changed
   */
  public SparseCodes encode(float[] vectors, int count) {
    int width = width();
    Matrix centred = Matrix.zeros(count, width);
    for (int row = 0; row < count; row++) {
      int at = centred.at(row, 0);
      System.arraycopy(vectors, row * width, centred.values(), at, width);
      scaling.apply(centred.values(), at);
      for (int c = 0; c < width; c++) {
        centred.values()[at + c] -= shift[c];
      }
    }
    Matrix room = Matrix.zeros(Encoder.rowsAtOnce(features), features);
    return packed.active(sparsity, threshold, centred, count, room);
  }

  /**
   * The vectors that codes stand for.
   *
   * @param into (rows, width) row-major, overwritten
   */
  public void decode(SparseCodes codes, float[] into) {
    int width = width();
    for (int row = 0; row < codes.rows(); row++) {
      int at = row * width;
      System.arraycopy(shift, 0, into, at, width);
      for (int n = codes.offsets()[row]; n < codes.offsets()[row + 1]; n++) {
        int from = codes.features()[n] * width;
        float value = codes.values()[n];
        for (int c = 0; c < width; c++) {
          into[at + c] = Math.fma(value, decoder[from + c], into[at + c]);
        }
      }
      scaling.undo(into, at);
    }
  }

  /** Writes {@value #FILE}, by atomic rename. */
  public void save(Path folder) {
    int width = width();
    List<StoredTensor> tensors =
        List.of(
            tensor(SaeNetwork.ENCODER, encoder, features, width),
            tensor(SaeNetwork.ENCODER_BIAS, packed.bias(), features),
            tensor(SaeNetwork.DECODER, decoder, features, width),
            tensor(SaeNetwork.DECODER_BIAS, shift, width),
            tensor(SaeNetwork.THRESHOLD, new float[] {threshold}, 1),
            tensor(SCALE_SHIFT, scaling.shift(), width),
            tensor(SCALE_FACTOR, scaling.factor(), width));
    SafetensorsWriter.write(folder.resolve(FILE), tensors, Map.of(SPARSITY, sparsity.text()));
  }

  /** Writes {@value #CARD} beside it. */
  public static void saveCard(Path folder, Object card) {
    Json.write(folder.resolve(CARD), card);
  }

  private static StoredTensor tensor(String name, float[] values, long... shape) {
    return new StoredTensor(name, DataType.F32, shape, MemorySegment.ofArray(values));
  }

  /**
   * Reads a folder that {@link #save} wrote.
   *
   * @throws InputException if it is missing, damaged or something else
   */
  public static SparseAutoencoder load(Path folder) {
    Path path = folder.resolve(FILE);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      String text = file.metadata().getOrDefault(SPARSITY, "");
      Sparsity sparsity;
      try {
        sparsity = Sparsity.parse(text);
      } catch (IllegalArgumentException e) {
        throw new InputException(
            Problem.inColumn(
                path.toString(), SPARSITY, "relu+l1, topk or batchtopk", "\"" + text + "\"", ""),
            e);
      }
      return new SparseAutoencoder(
          sparsity,
          new Scaling(floats(file, SCALE_SHIFT), floats(file, SCALE_FACTOR)),
          floats(file, SaeNetwork.ENCODER),
          floats(file, SaeNetwork.ENCODER_BIAS),
          floats(file, SaeNetwork.DECODER),
          floats(file, SaeNetwork.DECODER_BIAS),
          floats(file, SaeNetwork.THRESHOLD)[0]);
    }
  }

  private static float[] floats(SafetensorsFile file, String name) {
    return file.tensor(name).data().toArray(ValueLayout.JAVA_FLOAT);
  }
}
