package io.habitus.recommend.data;

import io.habitus.core.array.IntList;
import io.habitus.core.array.LongList;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads users' items from a sequence store of any schema. */
public final class InteractionReader {
  private final Histories histories;
  private final int field;
  private final boolean[] types;
  private final ContextFields context;

  private InteractionReader(Histories histories, ItemChoice choice, List<String> context) {
    this.histories = histories;
    this.context = new ContextFields(histories, context);
    field = choice.field(histories.schema());
    types = choice.types(histories.schema());
  }

  /** One shard's users, in the shard's order. */
  private static final class Part {
    final LongList users = new LongList();
    final IntList lengths = new IntList();
    final IntList codes = new IntList();
    final LongList times = new LongList();
    final IntList context = new IntList(); // the fields of an interaction behind one another
  }

  /** Where a user's interactions lie. */
  private record Place(long user, Part part, int from, int length) {}

  /**
   * All users with at least one item. Items are numbered in the order of their ids: integers by
   * size, others by their bytes; only items that somebody took are among them.
   *
   * @throws InputException if there is no interaction
   */
  public static Interactions read(Histories histories, ItemChoice choice, RunContext context) {
    return read(histories, choice, List.of(), context);
  }

  /**
   * The same with what is known beside the items.
   *
   * @param fields {@code event-type}, {@code hour}, {@code weekday} (of UTC), categorical event
   *     fields, categorical attributes of items
   * @throws io.habitus.core.problem.UsageException if there is no such field
   */
  public static Interactions read(
      Histories histories, ItemChoice choice, List<String> fields, RunContext context) {
    return new InteractionReader(histories, choice, fields).read(context);
  }

  private Interactions read(RunContext context) {
    List<Part> parts =
        Parallel.map(
            "reading interactions",
            "shards",
            histories.shardCount(),
            context,
            shard -> part(shard, context));
    List<Place> places =
        parts.stream()
            .flatMap(InteractionReader::places)
            .sorted(Comparator.comparingLong(Place::user))
            .toList();
    if (places.isEmpty()) {
      throw new InputException(
          Problem.inFile(
              histories.schema().name(),
              "events that carry " + histories.schema().fields().get(field).name(),
              "none",
              "Choose another field or other event types."));
    }
    return merged(places);
  }

  private Part part(int shard, RunContext context) {
    Part part = new Part();
    try (Histories.Cursor cursor = histories.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("reading interactions");
        int length = add(cursor.events(), part);
        if (length > 0) {
          part.users.add(cursor.events().clientId());
          part.lengths.add(length);
        }
      }
    }
    return part;
  }

  private int add(EventSequence events, Part into) {
    int length = 0;
    for (int i = 0; i < events.size(); i++) {
      if (types[events.type(i)] && events.code(field, i) >= Codes.FIRST_VALUE) {
        into.codes.add(events.code(field, i));
        into.times.add(events.timeMicros(i));
        for (int column = 0; column < context.ofEvents(); column++) {
          into.context.add(context.read(column, events, i));
        }
        length++;
      }
    }
    return length;
  }

  private static Stream<Place> places(Part part) {
    Place[] places = new Place[part.users.size()];
    int from = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = new Place(part.users.get(i), part, from, part.lengths.get(i));
      from += part.lengths.get(i);
    }
    return Arrays.stream(places);
  }

  private Interactions merged(List<Place> places) {
    int[] starts = new int[places.size() + 1];
    for (int i = 0; i < places.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], places.get(i).length());
    }
    int[] items = new int[starts[places.size()]];
    long[] times = new long[items.length];
    int[][] beside = new int[context.ofEvents()][items.length];
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      for (int step = 0; step < place.length(); step++) {
        items[starts[i] + step] = place.part().codes.get(place.from() + step);
        times[starts[i] + step] = place.part().times.get(place.from() + step);
        for (int column = 0; column < beside.length; column++) {
          beside[column][starts[i] + step] =
              place.part().context.get((place.from() + step) * beside.length + column);
        }
      }
    }
    int[] used = number(items);
    ItemIndex index =
        new ItemIndex(Arrays.stream(used).mapToObj(histories.vocabulary(field)::text).toList());
    long[] users = places.stream().mapToLong(Place::user).toArray();
    return new Interactions(
            index, users, starts, items, times, context.columns(beside, field, used))
        .ofSchema(histories.schema().name());
  }

  /** Turns codes into numbers, and gives each number's code. */
  private int[] number(int[] codes) {
    Vocabulary vocabulary = histories.vocabulary(field);
    int[] numbers = new int[vocabulary.size()];
    for (int code : codes) {
      numbers[code] = 1;
    }
    int[] used =
        IntStream.range(0, numbers.length)
            .filter(code -> numbers[code] > 0)
            .boxed()
            .sorted(vocabulary::compare)
            .mapToInt(Integer::intValue)
            .toArray();
    for (int number = 0; number < used.length; number++) {
      numbers[used[number]] = number;
    }
    Arrays.setAll(codes, i -> numbers[codes[i]]);
    return used;
  }
}
