package io.habitus.features.text;

import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes a text once: vectors are kept in memory (2 bytes a column) and, if there is a folder,
 * there too. What is kept has the same bits as what would be made. Says how many texts it encoded
 * in a second.
 */
public final class CachedTextEncoder implements TextEncoder {
  /** Texts between two writes: what a kill can lose, a few minutes of work. */
  private static final int WRITE = 8192;

  private final TextEncoder encoder;
  private final Map<TextKey, short[]> known = new ConcurrentHashMap<>();

  /** An encoder whose vectors are to be kept; closing this closes it. */
  public CachedTextEncoder(TextEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public String id() {
    return encoder.id();
  }

  @Override
  public int width() {
    return encoder.width();
  }

  @Override
  public float[][] encode(List<String> texts, RunContext context) {
    return encode(texts, Optional.empty(), context);
  }

  /**
   * A vector for each text.
   *
   * @param folder of a cache that lasts; it need not exist, and several programs may use it at once
   */
  public float[][] encode(List<String> texts, Optional<Path> folder, RunContext context) {
    Optional<VectorFolder> files = folder.map(path -> new VectorFolder(path, id(), width()));
    files.ifPresent(cache -> cache.readInto(known));
    SequencedSet<String> missing = new LinkedHashSet<>();
    for (String text : texts) {
      if (!known.containsKey(TextKey.of(text))) {
        missing.add(text);
      }
    }
    List<String> rest = new ArrayList<>(missing);
    long started = System.nanoTime();
    for (int from = 0; from < rest.size(); from += WRITE) {
      add(rest.subList(from, Math.min(rest.size(), from + WRITE)), files, context);
    }
    if (!rest.isEmpty()) {
      context.progress().note(rate(rest.size(), texts.size(), System.nanoTime() - started));
    }
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = widened(Objects.requireNonNull(known.get(TextKey.of(texts.get(i)))));
    }
    return vectors;
  }

  private void add(List<String> texts, Optional<VectorFolder> files, RunContext context) {
    float[][] vectors = encoder.encode(texts, context);
    List<TextKey> keys = texts.stream().map(TextKey::of).toList();
    List<short[]> halves = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      halves.add(narrowed(vectors[i]));
      known.put(keys.get(i), halves.get(i));
    }
    files.ifPresent(cache -> cache.write(keys, halves));
  }

  private static String rate(int encoded, int asked, long nanos) {
    return String.format(
        Locale.ROOT,
        "encoded %,d texts, %.0f a second; %,d were known",
        encoded,
        encoded / (nanos / 1e9),
        asked - encoded);
  }

  private static short[] narrowed(float[] vector) {
    short[] halves = new short[vector.length];
    for (int c = 0; c < halves.length; c++) {
      halves[c] = Float.floatToFloat16(vector[c]);
    }
    return halves;
  }

  private static float[] widened(short[] halves) {
    float[] vector = new float[halves.length];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = Float.float16ToFloat(halves[c]);
    }
    return vector;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
