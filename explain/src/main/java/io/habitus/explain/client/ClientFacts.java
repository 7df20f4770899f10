package io.habitus.explain.client;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Micros;
import io.habitus.explain.interpret.Attributes;
import io.habitus.explain.interpret.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts about the clients of a profile. Those before the cut-off say what a client did; those after
 * it what it went on to do, which no profile has seen.
 */
public final class ClientFacts {
  private static final int VALUES = 20;
  private static final int LABELS = 20;
  private static final int LARGEST_FIELD = 1000;
  private static final double RAREST = 0.005;
  private static final double HEAVY = 0.9;
  private static final int HOUR = 3600;

  private final Histories input;
  private final Map<Long, Integer> places = new HashMap<>();
  private final int clients;
  private final Schema schema;
  private final Map<String, BitSet> holders = new java.util.TreeMap<>();
  private final int[] events;
  private final int[][] eventsByType;
  private final BitSet present = new BitSet();

  private ClientFacts(Histories input, long[] clientIds) {
    this.input = input;
    schema = input.schema();
    clients = clientIds.length;
    for (int i = 0; i < clients; i++) {
      places.put(clientIds[i], i);
    }
    events = new int[clients];
    eventsByType = new int[schema.eventTypes().size()][clients];
  }

  /**
   * Questions about clients: what they did and will do; and of those who bought, whether they
   * churn.
   *
   * @param input events before the cut-off
   * @param tasks of the split; labels of the train window are what clients went on to do
   * @param clientIds in the order of the profile
   */
  public static List<Question> questions(
      Histories input, TaskSet tasks, long[] clientIds, RunContext context) {
    ClientFacts facts = new ClientFacts(input, clientIds);
    facts.read(context);
    facts.counted();
    List<Question> questions = new ArrayList<>();
    questions.add(new Question(facts.attributes(), false));
    tasks.tasks().stream()
        .filter(task -> task.name().equals(Task.CHURN))
        .map(task -> facts.churn(task, clientIds))
        .forEach(questions::add);
    questions.add(new Question(facts.future(tasks, clientIds), true));
    return questions;
  }

  /** What one shard says; clients are dealt to shards, so parts do not overlap. */
  private record Found(Map<String, BitSet> holders) {
    void add(String name, int client) {
      holders.computeIfAbsent(name, key -> new BitSet()).set(client);
    }
  }

  private void read(RunContext context) {
    List<Found> parts =
        Parallel.map(
            "reading what clients did",
            "shards",
            input.shardCount(),
            context,
            shard -> shard(shard, context));
    for (Found part : parts) {
      part.holders.forEach(
          (name, set) -> holders.computeIfAbsent(name, key -> new BitSet()).or(set));
    }
    for (int client = 0; client < clients; client++) {
      if (events[client] > 0) {
        present.set(client);
      }
    }
  }

  private Found shard(int shard, RunContext context) {
    Found found = new Found(new HashMap<>());
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("reading what clients did");
        Integer place = places.get(cursor.events().clientId());
        if (place != null) {
          client(cursor.events(), place, found);
        }
      }
    }
    return found;
  }

  private void client(EventSequence history, int client, Found found) {
    events[client] = history.size();
    int night = 0;
    int weekend = 0;
    for (int i = 0; i < history.size(); i++) {
      int type = history.type(i);
      eventsByType[type][client]++;
      long seconds = Math.floorDiv(history.timeMicros(i), Micros.PER_SECOND);
      night += Math.floorMod(seconds, 24 * HOUR) < 6 * HOUR ? 1 : 0;
      weekend += Math.floorMod(Math.floorDiv(seconds, 24 * HOUR) + 3, 7) >= 5 ? 1 : 0;
      fields(history, i, client, found);
    }
    long newest = history.timeMicros(history.size() - 1);
    long age = (input.untilMicros() - newest) / Micros.PER_DAY;
    found.add(age < 3 ? "seen in the last 3 days" : "not seen for 3 days", client);
    if (age >= 14) {
      found.add("not seen for 14 days", client);
    }
    if (history.size() == 1) {
      found.add("one event only", client);
    }
    if (2 * night > history.size()) {
      found.add("mostly at night (0–6 UTC)", client);
    }
    if (2 * weekend > history.size()) {
      found.add("mostly at weekends", client);
    }
  }

  private void fields(EventSequence history, int i, int client, Found found) {
    int type = history.type(i);
    for (String name : schema.eventTypes().get(type).fields()) {
      int field = schema.field(name);
      if (schema.fields().get(field).kind() == FieldKind.CATEGORICAL) {
        int code = history.code(field, i);
        if (schema.itemField().filter(name::equals).isPresent()) {
          item(schema.eventTypes().get(type).name(), code, client, found);
        } else {
          named(name, input.vocabulary(field), code).ifPresent(fact -> found.add(fact, client));
        }
      }
    }
  }

  private void item(String type, int item, int client, Found found) {
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      if (schema.itemAttributes().get(a).kind() == FieldKind.CATEGORICAL) {
        String name = type + ": " + schema.itemAttributes().get(a).name();
        Vocabulary values = input.catalogue().vocabulary(a);
        int code = input.catalogue().code(a, item);
        if (code >= Codes.FIRST_VALUE) {
          found.add(fact(name, values, code), client);
        }
      }
    }
  }

  /** A value of an event's field; none where it is missing, or one of too many to mean much. */
  static Optional<String> named(String field, Vocabulary values, int code) {
    return code >= Codes.FIRST_VALUE && values.size() <= LARGEST_FIELD
        ? Optional.of(fact(field, values, code))
        : Optional.empty();
  }

  static String fact(String name, Vocabulary values, int code) {
    return name + " = " + values.text(code);
  }

  /** Facts that need everyone's counts. */
  private void counted() {
    heavy("heavy user (most events, top tenth)", events);
    for (int type = 0; type < eventsByType.length; type++) {
      String name = schema.eventTypes().get(type).name();
      BitSet some = new BitSet();
      for (int client = 0; client < clients; client++) {
        some.set(client, eventsByType[type][client] > 0);
      }
      holders.put("has " + name, some);
      heavy("much " + name + " (top tenth)", eventsByType[type]);
    }
  }

  private void heavy(String name, int[] counts) {
    int[] sorted = present.stream().map(client -> counts[client]).sorted().toArray();
    if (sorted.length == 0) {
      return;
    }
    int limit = Math.max(1, sorted[(int) (HEAVY * (sorted.length - 1))]);
    BitSet heavy = new BitSet();
    present.stream().filter(client -> counts[client] > limit).forEach(heavy::set);
    holders.put(name, heavy);
  }

  /**
   * Of each family of values the most frequent; what nearly nobody or nearly everybody has goes.
   */
  private Attributes attributes() {
    Map<String, List<String>> families = new java.util.TreeMap<>();
    int least = (int) Math.max(10, RAREST * present.cardinality());
    holders.forEach((name, set) -> {
      int count = set.cardinality();
      if (count >= least && count <= present.cardinality() - least) {
        int equals = name.indexOf(" = ");
        String family = equals < 0 ? name : name.substring(0, equals);
        families.computeIfAbsent(family, key -> new ArrayList<>()).add(name);
      }
    });
    List<String> names = new ArrayList<>();
    families
        .values()
        .forEach(family ->
            family.stream()
                .sorted(
                    java.util.Comparator.<String>comparingInt(
                            name -> -holders.getOrDefault(name, present).cardinality())
                        .thenComparing(name -> name))
                .limit(VALUES)
                .forEach(names::add));
    return Attributes.of(names, clients, names.stream().map(holders::get).toList(), present);
  }

  private Attributes future(TaskSet tasks, long[] clientIds) {
    List<String> names = new ArrayList<>();
    List<BitSet> sets = new ArrayList<>();
    for (Task task : tasks.tasks()) {
      if (task.kind() == TaskKind.MULTI_LABEL || task.name().equals(Task.CONVERSION)) {
        BitSet[] labels = labels(task, clientIds, Math.min(LABELS, task.width()));
        for (int n = 0; n < labels.length; n++) {
          if (labels[n].cardinality() >= 20) {
            names.add(
                task.kind() == TaskKind.MULTI_LABEL
                    ? "afterwards " + task.name() + " = " + task.labelNames().get(n)
                    : "afterwards nothing is bought (" + task.name() + ")");
            sets.add(labels[n]);
          }
        }
      }
    }
    return Attributes.of(names, clients, sets, present);
  }

  private Question churn(Task task, long[] clientIds) {
    BitSet about = new BitSet();
    for (int client = 0; client < clients; client++) {
      long id = clientIds[client];
      if (present.get(client) && task.clients().map(set -> set.contains(id)).orElse(true)) {
        about.set(client);
      }
    }
    BitSet churned = labels(task, clientIds, 1)[0];
    churned.and(about);
    return new Question(
        Attributes.of(List.of("afterwards the client churns"), clients, List.of(churned), about),
        true);
  }

  private BitSet[] labels(Task task, long[] clientIds, int most) {
    BitSet[] sets = new BitSet[most];
    Arrays.setAll(sets, n -> new BitSet());
    float[] row = new float[task.width()];
    for (int client = 0; client < clients; client++) {
      task.train().fill(clientIds[client], row, 0);
      for (int n = 0; n < most; n++) {
        sets[n].set(client, row[n] > 0.5);
      }
    }
    return sets;
  }
}
