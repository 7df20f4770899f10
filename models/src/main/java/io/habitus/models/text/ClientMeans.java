package io.habitus.models.text;

import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** One client's sums over the events that count; reused from client to client, one per thread. */
final class ClientMeans {
  /** Integers of a code vector are 0 … 255. */
  private static final double CODES = 255;

  /** Sums of one group of code vectors; whole numbers. */
  private static final class Sums {
    final long[] sums;
    final long[] squares;
    long vectors;

    Sums(int width) {
      sums = new long[width];
      squares = new long[width];
    }
  }

  private final TextLayout layout;
  private final LineReader reader;
  private final LineVectors lines;
  private final double[] textSums;
  private final Map<String, Sums> groups = new HashMap<>();
  private long texts;

  ClientMeans(TextLayout layout, Histories input, LineVectors lines) {
    this.layout = layout;
    this.reader = new LineReader(layout, input);
    this.lines = lines;
    this.textSums = new double[layout.encoderWidth()];
    layout.groups().forEach(group -> groups.put(group.name(), new Sums(group.width())));
  }

  /** A client's vector; zeros where nothing is written. */
  float[] of(EventSequence events) {
    clear();
    for (int i : reader.newest(events)) {
      if (layout.hasTexts() && lines.addTo(textSums, reader.line(events, i))) {
        texts++;
      }
      addCodes(events, i);
    }
    return vector();
  }

  private void clear() {
    texts = 0;
    Arrays.fill(textSums, 0);
    for (Sums group : groups.values()) {
      group.vectors = 0;
      Arrays.fill(group.sums, 0);
      Arrays.fill(group.squares, 0);
    }
  }

  private void addCodes(EventSequence events, int i) {
    int type = events.type(i);
    for (LineReader.Written each : reader.codes(type)) {
      int code = each.value().of(events, i);
      if (code >= Codes.FIRST_VALUE) {
        String name = TextLayout.group(layout.source(), reader.type(type), each.name());
        add(each.vocabulary().codes(code), sums(name));
      }
    }
  }

  private Sums sums(String group) {
    return Objects.requireNonNull(groups.get(group), group);
  }

  private static void add(byte[] codes, Sums group) {
    group.vectors++;
    for (int c = 0; c < codes.length; c++) {
      int code = codes[c] & 0xff;
      group.sums[c] += code;
      group.squares[c] += (long) code * code;
    }
  }

  private float[] vector() {
    float[] vector = new float[layout.width()];
    for (int c = 0; c < textSums.length; c++) {
      vector[c] = texts == 0 ? 0 : (float) (textSums[c] / texts);
    }
    int at = textSums.length;
    for (TextLayout.Group each : layout.groups()) {
      Sums group = sums(each.name());
      int width = group.sums.length;
      for (int c = 0; c < width && group.vectors > 0; c++) {
        double mean = (double) group.sums[c] / group.vectors;
        double variance = (double) group.squares[c] / group.vectors - mean * mean;
        vector[at + c] = (float) (mean / CODES);
        vector[at + width + c] = (float) (Math.sqrt(Math.max(0, variance)) / CODES);
      }
      at += 2 * width;
    }
    return vector;
  }
}
