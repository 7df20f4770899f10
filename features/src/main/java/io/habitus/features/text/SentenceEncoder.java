package io.habitus.features.text;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.hash.Sha256;
import io.habitus.core.json.Json;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * all-MiniLM-L6-v2 (Reimers and Gurevych 2019; six layers, 384 columns), quantised to 8 bits, from
 * the class path: nothing is fetched. A vector is the mean over the tokens' last hidden states, of
 * length 1, rounded to float16.
 *
 * <p>Each text is run by itself. The quantised network scales its activations by the largest in the
 * whole batch, so that batch mates (and padding) would change a text's vector, in places by 0.02.
 */
public final class SentenceEncoder implements TextEncoder {
  private static final String NETWORK = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENS = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final int WIDTH = 384;

  /** Tokens of a text that are read: what the model was trained with. */
  private static final int MOST_TOKENS = 256;

  /** Texts that one worker encodes before another may stop it. */
  private static final int PIECE = 64;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPiece tokens;
  private final String id;

  private SentenceEncoder(byte[] network, WordPiece tokens, String id) throws OrtException {
    this.tokens = tokens;
    this.id = id;
    environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1); // parallelism is ours
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      session = environment.createSession(network, options);
    }
  }

  /** Loads the encoder that ships with Habitus: about a second, and 100 MB of native memory. */
  public static SentenceEncoder bundled() {
    byte[] network = resource(NETWORK);
    byte[] tokenizer = resource(TOKENS);
    try {
      return new SentenceEncoder(
          network,
          new WordPiece(vocabulary(tokenizer)),
          "all-minilm-l6-v2-q." + hash(network, tokenizer) + "." + MOST_TOKENS);
    } catch (OrtException e) {
      throw new IllegalStateException("loading the sentence encoder: " + e.getMessage(), e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream stream = SentenceEncoder.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the class path lacks the sentence encoder's " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }

  /** The tokens of the bundled vocabulary. */
  static WordPiece bundledTokens() {
    return new WordPiece(vocabulary(resource(TOKENS)));
  }

  private static Map<String, Integer> vocabulary(byte[] tokenizer) {
    try {
      JsonNode pieces = Json.mapper().readTree(tokenizer).path("model").path("vocab");
      Map<String, Integer> vocabulary = HashMap.newHashMap(pieces.size());
      pieces
          .properties()
          .forEach(piece -> vocabulary.put(piece.getKey(), piece.getValue().asInt()));
      return vocabulary;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + TOKENS, e);
    }
  }

  private static String hash(byte[]... parts) {
    Sha256 digest = new Sha256();
    for (byte[] part : parts) {
      digest.bytes(part);
    }
    return digest.hex().substring(0, 12);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public float[][] encode(List<String> texts, RunContext context) {
    float[][] vectors = new float[texts.size()][];
    var unused =
        Parallel.map(
            "encoding texts",
            "pieces",
            Math.ceilDiv(texts.size(), PIECE),
            context,
            piece -> {
              int until = Math.min(texts.size(), (piece + 1) * PIECE);
              for (int i = piece * PIECE; i < until; i++) {
                context.checkStopped("encoding texts");
                vectors[i] = encode(texts.get(i));
              }
              return piece;
            });
    return vectors;
  }

  private float[] encode(String text) {
    long[] ids = tokens.tokens(text, MOST_TOKENS);
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor input = tensor(ids);
        OnnxTensor mask = tensor(ones);
        OnnxTensor types = tensor(new long[ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types),
                Collections.singleton("last_hidden_state"))) {
      float[][][] hidden = (float[][][]) result.get(0).getValue(); // (1, tokens, width)
      return pooled(hidden[0]);
    } catch (OrtException e) {
      throw new IllegalStateException("encoding a text: " + e.getMessage(), e);
    }
  }

  private OnnxTensor tensor(long[] row) throws OrtException {
    return OnnxTensor.createTensor(environment, new long[][] {row});
  }

  /** The mean over tokens, of length 1, as float16 can hold it. */
  private static float[] pooled(float[][] hidden) {
    double[] sums = new double[WIDTH];
    for (float[] token : hidden) {
      for (int c = 0; c < WIDTH; c++) {
        sums[c] += token[c];
      }
    }
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    double length = Math.sqrt(squares);
    float[] vector = new float[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      float value = (float) (length > 0 ? sums[c] / length : 0);
      vector[c] = Float.float16ToFloat(Float.floatToFloat16(value));
    }
    return vector;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("closing the sentence encoder: " + e.getMessage(), e);
    }
  }
}
