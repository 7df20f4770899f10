package io.habitus.features.aggregated;

import io.habitus.core.array.Halves;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import io.habitus.features.frequency.TopValues;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds one event type's events to a client's sums.
 *
 * @param begin first column of the block
 * @param counted whether that column is the number of events
 * @param windowWidth columns of one window
 * @param windowStarts (windows) first microsecond, shortest window first or not
 * @param firstStart start of the longest window
 * @param fields (tops) event field that is looked up
 * @param places (tops)(vocabulary) place among the top's values by code, negative for none
 * @param topBegins (tops) first column of the top's values within a window
 * @param meanFields (means) CODES field
 * @param meanBegins (means + 1) first column of the mean; the last is the block's end
 * @param vectors (means) the field's vocabulary
 * @param meanCounts (means) where the number of averaged vectors is counted, beyond the columns
 */
@SuppressWarnings("ArrayRecordComponent")
record BlockReader(
    int begin,
    boolean counted,
    int windowWidth,
    long[] windowStarts,
    long firstStart,
    int[] fields,
    short[][] places,
    int[] topBegins,
    int[] meanFields,
    int[] meanBegins,
    Vocabulary[] vectors,
    int[] meanCounts) {

  /**
   * A reader of one block.
   *
   * @param begin its first column
   * @param firstCount where counts of averaged vectors may go: one element per mean from there
   */
  static BlockReader of(
      AggregatedLayout layout,
      AggregatedLayout.Block block,
      int begin,
      int firstCount,
      Histories input) {
    Schema schema = input.schema();
    List<TopValues> tops = block.tops();
    int[] fields = new int[tops.size()];
    short[][] places = new short[tops.size()][];
    int[] topBegins = new int[tops.size()];
    int within = 0;
    for (int t = 0; t < fields.length; t++) {
      fields[t] = schema.field(tops.get(t).field());
      places[t] = places(tops.get(t), fields[t], input);
      topBegins[t] = within;
      within += tops.get(t).values().size();
    }
    List<AggregatedLayout.Mean> means = block.means();
    int[] meanFields = new int[means.size()];
    int[] meanBegins = new int[means.size() + 1];
    Vocabulary[] vectors = new Vocabulary[means.size()];
    meanBegins[0] = begin + (block.counted() ? 1 : 0) + layout.windowDays().size() * within;
    for (int m = 0; m < meanFields.length; m++) {
      meanFields[m] = schema.field(means.get(m).field());
      meanBegins[m + 1] = meanBegins[m] + means.get(m).width();
      vectors[m] = input.vocabulary(meanFields[m]);
    }
    long[] starts = layout.windowStarts(block, input.untilMicros());
    long firstStart = Arrays.stream(starts).min().orElseThrow();
    return new BlockReader(
        begin,
        block.counted(),
        within,
        starts,
        firstStart,
        fields,
        places,
        topBegins,
        meanFields,
        meanBegins,
        vectors,
        IntStream.range(firstCount, firstCount + vectors.length).toArray());
  }

  private static short[] places(TopValues top, int field, Histories input) {
    Vocabulary vocabulary = input.vocabulary(field);
    return top.attribute() == null
        ? top.places(vocabulary)
        : top.placesByItem(
            vocabulary, input.catalogue(), input.schema().itemAttribute(top.attribute()));
  }

  void add(EventSequence events, int i, long[] sums) {
    long time = events.timeMicros(i);
    if (time >= firstStart) {
      for (int t = 0; t < fields.length; t++) {
        int place = places[t][events.code(fields[t], i)];
        if (place >= 0) {
          addToWindows(time, topBegins[t] + place, sums);
        }
      }
    }
    for (int m = 0; m < meanFields.length; m++) {
      addVector(m, events.code(meanFields[m], i), sums);
    }
  }

  private void addToWindows(long time, int within, long[] sums) {
    int column = begin + (counted ? 1 : 0) + within;
    for (long start : windowStarts) {
      if (time >= start) {
        sums[column]++;
      }
      column += windowWidth;
    }
  }

  private void addVector(int mean, int code, long[] sums) {
    if (code >= Codes.FIRST_VALUE) {
      sums[meanCounts[mean]]++;
      byte[] vector = vectors[mean].codes(code);
      for (int k = 0; k < vector.length; k++) {
        sums[meanBegins[mean] + k] += vector[k] & 0xff;
      }
    }
  }

  /** Writes a client that has {@code events} of this type, at least one. */
  void write(long[] sums, long events, ProfileMatrix matrix, int row) {
    if (counted) {
      matrix.set(row, begin, Halves.of(events));
    }
    for (int c = begin + (counted ? 1 : 0); c < meanBegins[0]; c++) {
      if (sums[c] != 0) {
        matrix.set(row, c, Halves.of(sums[c]));
      }
    }
    for (int m = 0; m < meanFields.length; m++) {
      double averaged = Math.max(1, sums[meanCounts[m]]);
      for (int c = meanBegins[m]; c < meanBegins[m + 1]; c++) {
        matrix.set(row, c, Halves.of(sums[c] / averaged));
      }
    }
  }
}
