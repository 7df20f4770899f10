package io.habitus.models.text;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.features.text.CachedTextEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vector of every line that counts for some clients: one pass finds the different lines, then
 * each different text is encoded once. Holds 2 bytes a column for each of them.
 */
final class LineVectors {
  /** Texts whose vectors are widened at once. */
  private static final int PIECE = 8192;

  private final Map<Line, short[]> vectors = new ConcurrentHashMap<>();

  private LineVectors() {}

  /** No vectors, for a layout without texts. */
  static LineVectors none() {
    return new LineVectors();
  }

  /**
   * Encodes what is not known yet.
   *
   * @param folder of a lasting cache
   */
  static LineVectors of(
      TextLayout layout,
      Histories input,
      ClientSet clients,
      CachedTextEncoder encoder,
      Optional<Path> folder,
      RunContext context) {
    List<Set<Line>> parts =
        Parallel.map(
            "collecting texts",
            "shards",
            input.shardCount(),
            context,
            shard -> lines(layout, input, shard, clients, context));
    LineReader reader = new LineReader(layout, input);
    Map<String, List<Line>> byText = new TreeMap<>();
    Set<Line> all = new HashSet<>();
    parts.forEach(all::addAll);
    all.forEach(
        line -> byText.computeIfAbsent(reader.text(line), text -> new ArrayList<>()).add(line));
    LineVectors made = new LineVectors();
    List<String> texts = List.copyOf(byText.keySet());
    for (int from = 0; from < texts.size(); from += PIECE) {
      List<String> piece = texts.subList(from, Math.min(texts.size(), from + PIECE));
      float[][] encoded = encoder.encode(piece, folder, context);
      for (int i = 0; i < encoded.length; i++) {
        short[] halves = narrowed(encoded[i]);
        byText
            .getOrDefault(piece.get(i), List.of())
            .forEach(line -> made.vectors.put(line, halves));
      }
    }
    return made;
  }

  private static Set<Line> lines(
      TextLayout layout, Histories input, int shard, ClientSet clients, RunContext context) {
    Set<Line> lines = new HashSet<>();
    LineReader reader = new LineReader(layout, input);
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("collecting texts");
        EventSequence events = cursor.events();
        if (clients.contains(events.clientId())) {
          for (int i : reader.newest(events)) {
            Line line = reader.line(events, i);
            if (LineReader.isText(line)) {
              lines.add(line);
            }
          }
        }
      }
    }
    return lines;
  }

  private static short[] narrowed(float[] vector) {
    short[] halves = new short[vector.length];
    for (int c = 0; c < halves.length; c++) {
      halves[c] = Float.floatToFloat16(vector[c]);
    }
    return halves;
  }

  /** Adds a line's vector; false where it says nothing. */
  boolean addTo(double[] sums, Line line) {
    short[] halves = vectors.get(line);
    if (halves == null) {
      return false;
    }
    for (int c = 0; c < halves.length; c++) {
      sums[c] += Float.float16ToFloat(halves[c]);
    }
    return true;
  }
}
