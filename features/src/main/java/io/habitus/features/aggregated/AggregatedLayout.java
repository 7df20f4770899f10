package io.habitus.features.aggregated;

import io.habitus.core.time.Micros;
import io.habitus.features.frequency.TopValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of aggregated features, learned from the input.
 *
 * @param blocks one per event type, in the order of the columns
 * @param windowDays lengths of the windows, counted back from an event type's last event
 * @param untilMicros cut-off of the input that this was learned from
 */
public record AggregatedLayout(List<Block> blocks, List<Integer> windowDays, long untilMicros) {

  public AggregatedLayout {
    blocks = List.copyOf(blocks);
    windowDays = List.copyOf(windowDays);
    if (windowDays.isEmpty() || windowDays.stream().anyMatch(days -> days < 1)) {
      throw new IllegalArgumentException("expected windows of whole days, found " + windowDays);
    }
  }

  /**
   * Columns of one event type: the client's number of events (unless the type has nothing but code
   * vectors); for each window and each field the events per frequent value; the mean of each code
   * vector.
   *
   * @param eventType name
   * @param counted whether there is a column for the number of events
   * @param lastMicros time of the last event of the type, among the clients of the fit
   * @param tops fields whose frequent values are counted
   * @param means code vectors that are averaged
   */
  public record Block(
      String eventType, boolean counted, long lastMicros, List<TopValues> tops, List<Mean> means) {
    public Block {
      tops = List.copyOf(tops);
      means = List.copyOf(means);
    }

    /** Columns of one window. */
    int windowWidth() {
      return tops.stream().mapToInt(top -> top.values().size()).sum();
    }

    int width(int windows) {
      return (counted ? 1 : 0)
          + windows * windowWidth()
          + means.stream().mapToInt(Mean::width).sum();
    }
  }

  /** A CODES field and its number of integers. */
  public record Mean(String field, int width) {}

  public int width() {
    return blocks.stream().mapToInt(block -> block.width(windowDays.size())).sum();
  }

  /** Names of the columns, such as {@code product_buy.7d.sku=4711}. */
  public List<String> columns() {
    List<String> names = new ArrayList<>(width());
    for (Block block : blocks) {
      if (block.counted) {
        names.add(block.eventType + ".events");
      }
      for (int days : windowDays) {
        for (TopValues top : block.tops) {
          for (String value : top.values()) {
            names.add(block.eventType + "." + days + "d." + top.name() + "=" + value);
          }
        }
      }
      for (Mean mean : block.means) {
        for (int i = 0; i < mean.width; i++) {
          names.add(block.eventType + "." + mean.field + "[" + i + "]");
        }
      }
    }
    return names;
  }

  /**
   * Time of a block's last event as far as windows are concerned: it moves with the cut-off, so
   * that later histories are seen through the same windows.
   *
   * @param until cut-off of the histories that are embedded
   */
  long lastMicros(Block block, long until) {
    boolean known = until != Long.MAX_VALUE && untilMicros != Long.MAX_VALUE;
    return known ? block.lastMicros + (until - untilMicros) : block.lastMicros;
  }

  /** First microsecond of each window of a block, (windows). */
  long[] windowStarts(Block block, long until) {
    long last = lastMicros(block, until);
    return windowDays.stream().mapToLong(days -> last - days * Micros.PER_DAY).toArray();
  }
}
