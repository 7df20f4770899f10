package io.habitus.features.event;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Fits {@link EventTables}: how often code vectors occur, their clusters, then all counts. */
final class TablesFit {
  private final Histories histories;
  private final SequenceSettings settings;
  private final RunContext context;
  private final Families families;
  private final Attributes attributes;
  private final GroupTally items;
  private final GroupTally clusters;
  private final GroupTally categories;
  private final GroupTally[] values;
  private final GroupTally[] valueClusters;

  TablesFit(Histories histories, SequenceSettings settings, RunContext context) {
    this.histories = histories;
    this.settings = settings;
    this.context = context;
    this.families = new Families(histories.schema(), settings);
    this.attributes = new Attributes(histories, families);
    Families.Product product = families.product();
    int types = product == null ? 1 : product.types();
    this.items = new GroupTally(attributes.items(), types);
    this.clusters = new GroupTally(settings.clusters(), types);
    this.categories = new GroupTally(attributes.categoryCount(), types);
    int sessions = families.sessions().size();
    this.values = new GroupTally[sessions];
    Arrays.setAll(values, s -> new GroupTally(attributes.values(s), 1));
    this.valueClusters = new GroupTally[sessions];
    Arrays.setAll(valueClusters, s -> new GroupTally(settings.clusters(), 1));
  }

  /** What the data says of its codes, with clusters once {@link #fit} has returned. */
  Attributes attributes() {
    return attributes;
  }

  EventTables fit() {
    Clusters means = clusters();
    attributes.cluster(means);
    long end =
        ShardPass.run(histories, "counting events", Tally::new, context).stream()
            .mapToLong(tally -> tally.end)
            .max()
            .orElse(Long.MIN_VALUE);
    GroupTable itemTable = items.table();
    GroupTable categoryTable = categories.table();
    return new EventTables(
        end,
        itemTable,
        clusters.table(),
        categoryTable,
        Arrays.stream(values).map(GroupTally::table).toList(),
        Arrays.stream(valueClusters).map(GroupTally::table).toList(),
        topItems(itemTable),
        topCategories(categoryTable),
        means,
        VocabularyMarks.of(histories));
  }

  /** Adds clients to the shared tallies. */
  private final class Tally implements Consumer<EventSequence> {
    private final ClientCounts counts = new ClientCounts(attributes, settings);
    private long end = Long.MIN_VALUE;

    @Override
    public void accept(EventSequence events) {
      counts.reset();
      for (int i = 0; i < events.size(); i++) {
        counts.advance(events, i);
      }
      end = Math.max(end, events.timeMicros(events.size() - 1));
      items.add(counts.items);
      clusters.add(counts.clusters);
      categories.add(counts.categories);
      for (int s = 0; s < values.length; s++) {
        values[s].add(counts.sessions[s].values);
        valueClusters[s].add(counts.sessions[s].clusters);
      }
    }
  }

  /**
   * Items are weighted one each, if the window has them; queries by their events in the window.
   * What occurs only outside the window has no influence.
   */
  private Clusters clusters() {
    CodeMatrix names = attributes.nameVectors();
    boolean searches = families.sessions().stream().anyMatch(session -> session.hasClusters());
    if (names == null && !searches) {
      List<KMeans> none = families.sessions().stream().map(session -> none()).toList();
      return new Clusters(none(), none);
    }
    Occurrences seen = new Occurrences(attributes);
    ShardPass.run(histories, "counting code vectors", () -> seen.reader(), context);
    List<KMeans> means = new ArrayList<>();
    for (int s = 0; s < values.length; s++) {
      means.add(fit(attributes.valueVectors(s), seen.values(s), settings.seed() + 1 + s));
    }
    return new Clusters(fit(names, seen.names(), settings.seed()), means);
  }

  private static KMeans none() {
    return KMeans.ofCentroids(1, new float[0]);
  }

  private KMeans fit(@Nullable CodeMatrix vectors, long[] weights, long seed) {
    if (vectors == null) {
      return none();
    }
    int[] chosen = heaviest(vectors, weights);
    long[] chosenWeights = IntStream.of(chosen).mapToLong(code -> weights[code]).toArray();
    return KMeans.fit(
        vectors,
        chosen,
        chosenWeights,
        settings.clusters(),
        settings.clusterRounds(),
        seed,
        context);
  }

  /** In the order of their vectors, which does not depend on how the store numbers them. */
  private int[] heaviest(CodeMatrix vectors, long[] weights) {
    Comparator<Integer> byVector = vectors::compare;
    return IntStream.range(Codes.FIRST_VALUE, weights.length)
        .filter(code -> weights[code] > 0)
        .boxed()
        .sorted(Comparator.comparingLong((Integer code) -> -weights[code]).thenComparing(byVector))
        .limit(settings.clusterPoints())
        .sorted(byVector)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int[] topItems(GroupTable table) {
    Families.Product product = families.product();
    return product == null
        ? new int[0]
        : top(table, buys(product), histories.vocabulary(product.itemField()));
  }

  private int[] topCategories(GroupTable table) {
    Families.Product product = families.product();
    return product == null || !product.hasCategories()
        ? new int[0]
        : top(table, buys(product), histories.catalogue().vocabulary(product.category()));
  }

  private int buys(Families.Product product) {
    String target = settings.conversionTo().orElse(histories.schema().targetEvent());
    return Math.max(0, product.names().indexOf(target));
  }

  /** Among equally frequent values the smaller one goes first. */
  private int[] top(GroupTable table, int column, Vocabulary vocabulary) {
    return IntStream.range(Codes.FIRST_VALUE, table.size())
        .filter(code -> table.count(code, column) > 0)
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer code) -> -table.count(code, column))
                .thenComparing(vocabulary::compare))
        .limit(settings.top())
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
