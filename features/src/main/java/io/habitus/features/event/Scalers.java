package io.habitus.features.event;

import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The scalers of all columns, fitted over the event rows of one window. They may be applied to
 * another window, and even to another store of the same layout.
 *
 * @param head by column
 * @param blocks by block and column
 */
public record Scalers(List<Scaler> head, List<List<Scaler>> blocks) {
  public static final String FILE = "scalers.json";

  public Scalers {
    head = List.copyOf(head);
    blocks = blocks.stream().map(List::copyOf).toList();
  }

  /** Fits scalers in one streaming pass over a window's rows, all events of all clients. */
  public static Scalers fit(
      Histories histories, SequenceSettings settings, EventTables tables, RunContext context) {
    Attributes attributes = EventFeatures.attributes(histories, settings, tables);
    return fit(histories, settings, tables, attributes, context);
  }

  static Scalers fit(
      Histories histories,
      SequenceSettings settings,
      EventTables tables,
      Attributes attributes,
      RunContext context) {
    SequenceLayout layout = SequenceLayout.of(histories.schema(), settings);
    List<Reader> readers =
        ShardPass.run(
            histories, "fitting scalers", () -> new Reader(layout, attributes, tables), context);
    RowStatistics all = readers.getFirst().statistics;
    readers.stream().skip(1).forEach(reader -> all.merge(reader.statistics));
    return of(layout, all);
  }

  public static Scalers read(Path folder) {
    return Json.read(folder.resolve(FILE), Scalers.class);
  }

  public void write(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /** Reads one thread's share of the clients. */
  private static final class Reader implements Consumer<EventSequence> {
    private final RowReader rows;
    private final RowStatistics statistics;

    Reader(SequenceLayout layout, Attributes attributes, EventTables tables) {
      rows = RowReader.of(layout, attributes, tables, tables.endMicros());
      statistics = new RowStatistics(layout);
    }

    @Override
    public void accept(EventSequence events) {
      rows.emit(0, rows.read(events), statistics);
    }
  }

  private static Scalers of(SequenceLayout layout, RowStatistics statistics) {
    List<Scaler> head = new ArrayList<>();
    for (int c = 0; c < layout.head().size(); c++) {
      head.add(headScaler(layout.head().get(c), statistics.head(c)));
    }
    List<List<Scaler>> blocks = new ArrayList<>();
    for (int b = 0; b < layout.blocks().size(); b++) {
      blocks.add(blockScalers(layout, b, statistics));
    }
    return new Scalers(head, blocks);
  }

  /** Time has known ranges: hour 0..23, weekday 0..6; day of month by 31, so that 1 is above −1. */
  private static Scaler headScaler(Column column, RowStatistics.ColumnStatistics seen) {
    return switch (column.name()) {
      case "hour" -> Scaler.minMax(0, 23);
      case "weekday" -> Scaler.minMax(0, 6);
      case "day_of_month" -> Scaler.minMax(0, 31);
      default -> column.kind() == ColumnKind.GAP ? logScaler(seen) : Scaler.NONE;
    };
  }

  private static List<Scaler> blockScalers(
      SequenceLayout layout, int block, RowStatistics statistics) {
    List<Column> columns = layout.blocks().get(block).columns();
    RowStatistics.ColumnStatistics codes = new RowStatistics.ColumnStatistics();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).kind() == ColumnKind.CODE) {
        codes.min = Math.min(codes.min, statistics.block(block, c).min);
        codes.max = Math.max(codes.max, statistics.block(block, c).max);
      }
    }
    List<Scaler> scalers = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      ColumnKind kind = columns.get(c).kind();
      scalers.add(
          scaler(layout, kind, kind == ColumnKind.CODE ? codes : statistics.block(block, c)));
    }
    return scalers;
  }

  private static Scaler scaler(
      SequenceLayout layout, ColumnKind kind, RowStatistics.ColumnStatistics seen) {
    return switch (kind) {
      case FLAG, TIME -> Scaler.NONE;
      case COUNT, WEEKLY ->
          RowStatistics.isCounted(layout, kind) ? powerScaler(seen.histogram) : linearScaler(seen);
      case RATE, PRICE, DURATION, CODE -> linearScaler(seen);
      case ENTROPY, GAP -> logScaler(seen);
    };
  }

  /** A block without rows gets [0, 1]. */
  private static Scaler linearScaler(RowStatistics.ColumnStatistics seen) {
    return seen.min > seen.max ? Scaler.minMax(0, 1) : Scaler.minMax(seen.min, seen.max);
  }

  private static Scaler logScaler(RowStatistics.ColumnStatistics seen) {
    return seen.min > seen.max ? Scaler.log1p(0, 1) : Scaler.log1p(seen.min, seen.max);
  }

  static Scaler powerScaler(ValueHistogram histogram) {
    int[] distinct = histogram.values();
    if (distinct.length == 0) {
      return Scaler.yeoJohnson(1, 0, 1);
    }
    double[] values = new double[distinct.length];
    long[] weights = new long[distinct.length];
    for (int i = 0; i < distinct.length; i++) {
      values[i] = distinct[i];
      weights[i] = histogram.count(distinct[i]);
    }
    double lambda = YeoJohnson.fit(values, weights);
    return Scaler.yeoJohnson(lambda, values[0], values[values.length - 1]);
  }
}
