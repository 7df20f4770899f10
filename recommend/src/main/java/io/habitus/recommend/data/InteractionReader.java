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

/** Reads users' items from a sequence store of any schema. */
public final class InteractionReader {
  private final Histories histories;
  private final int field;
  private final boolean[] types;

  private InteractionReader(Histories histories, ItemChoice choice) {
    this.histories = histories;
    field = choice.field(histories.schema());
    types = choice.types(histories.schema());
  }

  /** One shard's users, in the shard's order. */
  private static final class Part {
    final LongList users = new LongList();
    final IntList lengths = new IntList();
    final IntList codes = new IntList();
    final LongList times = new LongList();
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
    return new InteractionReader(histories, choice).read(context);
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
        length++;
      }
    }
    return length;
  }

  private static java.util.stream.Stream<Place> places(Part part) {
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
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      for (int step = 0; step < place.length(); step++) {
        items[starts[i] + step] = place.part().codes.get(place.from() + step);
        times[starts[i] + step] = place.part().times.get(place.from() + step);
      }
    }
    ItemIndex index = number(items);
    long[] users = places.stream().mapToLong(Place::user).toArray();
    return new Interactions(index, users, starts, items, times);
  }

  /** Turns codes into numbers. */
  private ItemIndex number(int[] codes) {
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
    return new ItemIndex(Arrays.stream(used).mapToObj(vocabulary::text).toList());
  }
}
