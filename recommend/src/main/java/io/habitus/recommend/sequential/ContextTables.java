package io.habitus.recommend.sequential;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.ContextColumn;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The vocabularies of what a network reads beside items. Code 0 is a value that it does not know, 1
 * that there is none, then come the values that occur in training.
 *
 * @param columns in the order of the settings
 */
record ContextTables(List<Column> columns) {
  static final int UNKNOWN = 0;
  static final int MISSING = 1;
  private static final int FIRST = 2;

  static final ContextTables NONE = new ContextTables(List.of());

  /**
   * One field.
   *
   * @param name of it
   * @param ofItem whether it belongs to items
   * @param values that occur in training
   * @param ofItems (items) codes, where it belongs to items
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Column(String name, boolean ofItem, List<String> values, int[] ofItems) {
    Column {
      values = List.copyOf(values);
    }

    /** Rows of its table. */
    int size() {
      return values.size() + FIRST;
    }

    /** (values of the data) Codes of a column of some data. */
    private int[] codes(ContextColumn of) {
      Map<String, Integer> places = new HashMap<>();
      values.forEach(value -> places.put(value, places.size()));
      return of.values().stream()
          .mapToInt(value -> places.containsKey(value) ? FIRST + places.get(value) : UNKNOWN)
          .toArray();
    }
  }

  ContextTables {
    columns = List.copyOf(columns);
  }

  /**
   * From the training part of some data.
   *
   * @param names of columns that the data has
   * @throws UsageException if it does not have one
   */
  static ContextTables learn(Partition partition, List<String> names) {
    return new ContextTables(names.stream().map(name -> learn(partition, name)).toList());
  }

  private static Column learn(Partition partition, String name) {
    Interactions data = partition.data();
    ContextColumn column =
        find(data, name)
            .orElseThrow(() -> {
              List<String> known = data.context().stream().map(ContextColumn::name).toList();
              return new UsageException(
                  "context: the data was read without %s. %s"
                      .formatted(name, Nearest.advice(name, known)));
            });
    boolean[] used = new boolean[column.values().size()];
    for (int user = 0; user < data.size(); user++) {
      for (int step = 0; step < partition.until()[user]; step++) {
        int item = data.item(user, step);
        int code = column.ofItem() ? column.codes()[item] : data.contextCode(column, user, step);
        if (code >= 0 && !partition.heldOut().get(item)) {
          used[code] = true;
        }
      }
    }
    List<String> values =
        IntStream.range(0, used.length)
            .filter(code -> used[code])
            .mapToObj(column.values()::get)
            .toList();
    Column learned = new Column(name, column.ofItem(), values, new int[0]);
    if (!column.ofItem()) {
      return learned;
    }
    int[] map = learned.codes(column);
    int[] ofItems = Arrays.stream(column.codes()).map(code -> code(code, map)).toArray();
    return new Column(name, true, values, ofItems);
  }

  private static Optional<ContextColumn> find(Interactions data, String name) {
    return data.context().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private static int code(int code, int[] map) {
    return code >= 0 ? map[code] : code == ContextColumn.MISSING ? MISSING : UNKNOWN;
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  /** (columns) Rows of each table. */
  int[] sizes() {
    return columns.stream().mapToInt(Column::size).toArray();
  }

  /** Names of the columns. */
  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The same over more items, of which nothing is known. */
  ContextTables withItems(int count) {
    return new ContextTables(
        columns.stream()
            .map(each ->
                each.ofItem()
                    ? new Column(
                        each.name(), true, each.values(), Arrays.copyOf(each.ofItems(), count))
                    : each)
            .toList());
  }

  /** Codes of the events of some data; fields that it was read without are not known. */
  ContextCodes of(Interactions data) {
    List<Column> ofEvents = columns.stream().filter(column -> !column.ofItem()).toList();
    if (ofEvents.isEmpty()) {
      return ContextCodes.NONE;
    }
    List<Optional<ContextColumn>> found =
        ofEvents.stream().map(column -> find(data, column.name())).toList();
    int[][] maps = new int[ofEvents.size()][];
    Arrays.setAll(maps, c -> found.get(c).map(ofEvents.get(c)::codes).orElse(new int[0]));
    return (user, steps) -> {
      int[][] codes = new int[maps.length][steps.length];
      for (int c = 0; c < maps.length; c++) {
        ContextColumn column = found.get(c).orElse(null);
        for (int i = 0; i < steps.length && column != null; i++) {
          codes[c][i] = code(data.contextCode(column, user, steps[i]), maps[c]);
        }
      }
      return codes;
    };
  }

  /**
   * What a network reads beside some items.
   *
   * @param items by the numbers of the model
   * @param ofEvents (columns of events)(any) codes; none: not known
   * @param places (items) of each item in {@code ofEvents}
   * @return (columns)(items)
   */
  int[][] beside(int[] items, int[][] ofEvents, int[] places) {
    int[][] all = new int[columns.size()][items.length];
    int event = 0;
    for (int c = 0; c < all.length; c++) {
      if (columns.get(c).ofItem()) {
        int[] of = columns.get(c).ofItems();
        Arrays.setAll(all[c], i -> of[items[i]]);
      } else {
        int[] codes = ofEvents.length == 0 ? new int[0] : ofEvents[event++];
        if (codes.length > 0) {
          Arrays.setAll(all[c], i -> codes[places[i]]);
        }
      }
    }
    return all;
  }

  /** Forgets what belongs to events, in place: as for someone whose items alone are known. */
  void hideEvents(int[][] beside) {
    for (int c = 0; c < beside.length; c++) {
      if (!columns.get(c).ofItem()) {
        Arrays.fill(beside[c], UNKNOWN);
      }
    }
  }
}
