package io.habitus.core.target;

import io.habitus.core.array.LongList;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * What the input says about who and what is known, from one pass over it.
 *
 * @param clients with an input event
 * @param active with an input target event
 * @param items codes of the items of input target events
 */
record InputScan(ClientSet clients, ClientSet active, BitSet items) {

  /** For data that says itself all that would be looked for. */
  static final InputScan NOTHING = new InputScan(ClientSet.of(), ClientSet.of(), new BitSet());

  static InputScan of(Histories input, RunContext context) {
    List<Part> parts =
        Parallel.map(
            "finding known clients and items",
            "shards",
            input.shardCount(),
            context,
            shard -> part(input, shard, context));
    BitSet items = new BitSet();
    parts.forEach(part -> items.or(part.items));
    return new InputScan(
        union(parts, part -> part.clients), union(parts, part -> part.active), items);
  }

  private record Part(LongList clients, LongList active, BitSet items) {}

  private static Part part(Histories input, int shard, RunContext context) {
    Schema schema = input.schema();
    int target = schema.eventType(schema.targetEvent());
    int item = schema.isProductEvent(target) ? schema.field(schema.itemField().orElseThrow()) : -1;
    Part part = new Part(new LongList(), new LongList(), new BitSet());
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("finding known clients and items");
        client(cursor.events(), target, item, part);
      }
    }
    return part;
  }

  private static void client(EventSequence events, int target, int item, Part part) {
    boolean active = false;
    for (int i = 0; i < events.size(); i++) {
      if (events.type(i) == target) {
        active = true;
        if (item >= 0) {
          part.items.set(events.code(item, i));
        }
      }
    }
    part.clients.add(events.clientId());
    if (active) {
      part.active.add(events.clientId());
    }
  }

  private static ClientSet union(List<Part> parts, Function<Part, LongList> ids) {
    return ClientSet.of(
        parts.stream().flatMapToLong(part -> Arrays.stream(ids.apply(part).toArray())).toArray());
  }
}
