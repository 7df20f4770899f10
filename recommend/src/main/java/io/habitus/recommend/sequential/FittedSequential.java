package io.habitus.recommend.sequential;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.network.TokenScores;
import io.habitus.recommend.Recommendation;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.content.ContentMap;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.metrics.TopItems;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fitted transformer over all items of the data: warm ones with what was learned, cold ones with
 * their content, if it knows content. Owns its weights.
 */
public final class FittedSequential implements Recommender {
  /** The weights' file within a saved model's folder. */
  public static final String WEIGHTS = "model.safetensors";

  /** Steps that are computed at a time: what bounds memory. */
  private static final int STEPS_AT_ONCE = 8192;

  private final Card card;
  private final Optional<ContentMap> contentMap;
  private final ItemIndex items;
  private final int[] counts; // (items) in training
  private final boolean[] known; // (items) has a vector
  private final int[] unknown; // items without one
  private final ContextTables tables;
  private final NextItemNetwork network;
  private final Weights weights;

  /**
   * What a model says of itself.
   *
   * @param settings of network and training
   * @param vectors where item vectors came from, as {@link ItemVectors#name}
   * @param seed of the fit
   * @param split that it was fitted by, in words
   * @param summary of the fit
   * @param schema name of the store's schema; null where the data was no store, or in models saved
   *     before it was kept
   */
  public record Card(
      Settings settings,
      String vectors,
      long seed,
      String split,
      FitSummary summary,
      @Nullable String schema) {}

  /**
   * A model.
   *
   * @param weights owned from now on
   */
  FittedSequential(
      Card card,
      Optional<ContentMap> contentMap,
      ItemIndex items,
      int[] counts,
      boolean[] known,
      ContextTables tables,
      NextItemNetwork network,
      Weights weights) {
    this.card = card;
    this.contentMap = contentMap;
    this.items = items;
    this.counts = counts;
    this.known = known;
    unknown = IntStream.range(0, known.length).filter(item -> !known[item]).toArray();
    this.tables = tables;
    this.network = network;
    this.weights = weights;
  }

  /** From weights over the warm items to weights over all. */
  static FittedSequential of(
      SequentialModel model,
      TrainingSet set,
      Optional<ContentMap> map,
      float[][] content,
      Weights trained,
      FitSummary summary) {
    Settings settings = model.settings();
    int count = content.length;
    NextItemNetwork network =
        new NextItemNetwork(settings, count, set.tables(), NextItemNetwork.Bound.NONE);
    Weights weights = new Weights(network.plan(), set.seed());
    copyBut(network.table(), trained, weights);
    MemorySegment from = trained.values(trained.named(network.table().name()));
    MemorySegment into = weights.values(network.table());
    boolean[] known = new boolean[count];
    long bytes = 4L * settings.width();
    WarmItems warm = set.warm();
    for (int item = 0; item < count; item++) {
      MemorySegment row = into.asSlice(item * bytes, bytes);
      if (warm.row(item) >= 0) {
        row.copyFrom(from.asSlice(warm.row(item) * bytes, bytes));
      } else {
        row.copyFrom(MemorySegment.ofArray(Arrays.copyOf(content[item], settings.width())));
      }
      known[item] = warm.row(item) >= 0 || content[item].length > 0;
    }
    Partition partition = set.partition();
    String split = partition.split().sentence();
    String schema = partition.data().schema();
    return new FittedSequential(
        new Card(settings, model.vectors().name(), set.seed(), split, summary, schema),
        map,
        partition.data().items(),
        warm.counts(),
        known,
        set.tables(),
        network,
        weights);
  }

  private static void copyBut(Weight table, Weights from, Weights into) {
    for (Weight weight : into.all()) {
      if (!weight.name().equals(table.name())) {
        into.values(weight).copyFrom(from.values(from.named(weight.name())));
      }
    }
  }

  /** What was fitted, how. */
  public Card card() {
    return card;
  }

  /** About how much {@link #save} writes: weights, and the items' ids. */
  public long savedBytes() {
    long ids = 0;
    for (String id : items.ids()) {
      ids += id.length() + 16; // quotation marks, and its count in training
    }
    return weights.block().byteSize() + ids + (1 << 16);
  }

  Optional<ContentMap> contentMap() {
    return contentMap;
  }

  int[] counts() {
    return counts;
  }

  boolean[] known() {
    return known;
  }

  ContextTables tables() {
    return tables;
  }

  @Override
  public ContextCodes contextOf(Interactions data) {
    return tables.of(data);
  }

  Weights weights() {
    return weights;
  }

  NextItemNetwork network() {
    return network;
  }

  @Override
  public String name() {
    return card.settings.network().text() + ", items: " + card.vectors;
  }

  @Override
  public ItemIndex items() {
    return items;
  }

  @Override
  public boolean ranks(int item) {
    return known[item];
  }

  /** How often an item occurred in training: 0 for a cold one. */
  public int trainingCount(int item) {
    return counts[item];
  }

  /** Columns of a hidden state. */
  public int width() {
    return card.settings.width();
  }

  /** An item's vector: (width), a copy. */
  public float[] vector(int item) {
    return weights
        .values(network.table())
        .asSlice(4L * item * width(), 4L * width())
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  /** Places of the newest items of a history that the model knows. */
  private int[] read(int[] history) {
    int[] usable =
        IntStream.range(0, history.length).filter(place -> known[history[place]]).toArray();
    int most = card.settings.maxItems();
    return usable.length <= most
        ? usable
        : Arrays.copyOfRange(usable, usable.length - most, usable.length);
  }

  /**
   * The last hidden states, after the last normalisation: an item's score is its vector's product
   * with them.
   *
   * @param histories item numbers, oldest first; items that the model does not know are passed over
   * @return (histories)(width); null for a history without an item that the model knows
   */
  public float[] @Nullable [] hidden(List<int[]> histories) {
    return hidden(histories, Layer.OUTPUT);
  }

  /**
   * The same of any layer: its state at the newest item of each history.
   *
   * @throws io.habitus.core.problem.UsageException if the network has no such layer
   */
  public float[] @Nullable [] hidden(List<int[]> histories, Layer layer) {
    return hidden(histories, List.of(), layer);
  }

  /**
   * The same with what is known of each item's event.
   *
   * @param context (histories)(columns)(items) as {@link #contextOf} gives it; none: not known
   */
  public float[] @Nullable [] hidden(List<int[]> histories, List<int[][]> context, Layer layer) {
    LayerStates tap = new LayerStates(network, layer);
    float[] @Nullable [] states = new float[histories.size()][];
    try (Replica replica = Replica.forInference(weights)) {
      inParts(
          histories,
          context,
          part -> {
            try (Graph graph = Graph.inference(replica)) {
              float[] all = tap.last(graph, part.shard());
              for (int i = 0; i < part.places().length; i++) {
                int from = i * width();
                states[part.places()[i]] = Arrays.copyOfRange(all, from, from + width());
              }
            }
          });
    }
    return states;
  }

  /**
   * The last hidden state after the items of these ids, oldest first.
   *
   * @throws IllegalArgumentException if the model knows none of them
   */
  public float[] hidden(Collection<String> ids) {
    float[] state = hidden(List.of(items.known(ids)))[0];
    if (state == null) {
      throw new IllegalArgumentException("expected at least one item that the model knows");
    }
    return state;
  }

  /**
   * Scores of all items for hidden states, which need not be the model's own: that is how a state
   * is steered.
   *
   * @param states (n)(width)
   * @param row as {@link Scorer#score} calls it, for each state; items without a vector score
   *     negative infinity
   */
  public void scores(float[][] states, Row row) {
    if (states.length == 0) {
      return;
    }
    try (Replica replica = Replica.forInference(weights);
        Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      MemorySegment all = arena.allocate(4L * states.length * width(), 64);
      for (int i = 0; i < states.length; i++) {
        MemorySegment.copy(states[i], 0, all, ValueLayout.JAVA_FLOAT, 4L * i * width(), width());
      }
      score(graph, graph.input(all, states.length, width()), row);
    }
  }

  private void score(Graph graph, Variable states, Row row) {
    new TokenScores(network.table(), null)
        .forEach(
            graph,
            states,
            (i, scores, at) -> {
              for (int item : unknown) {
                scores[at + item] = Float.NEGATIVE_INFINITY;
              }
              row.take(i, scores, at);
            });
  }

  /** The k best items for a hidden state; of equal scores the smaller item number first. */
  public List<Recommendation> top(float[] state, int k) {
    List<Recommendation> best = new ArrayList<>();
    scores(
        new float[][] {state},
        (i, scores, at) -> {
          TopItems top = new TopItems(k);
          top.select(scores, at, items.size());
          for (int place = 0; place < top.size(); place++) {
            best.add(new Recommendation(items.id(top.item(place)), top.score(place)));
          }
        });
    return best;
  }

  @Override
  public Scorer scorer() {
    return scorer((graph, arena, shard) -> network.last(graph, shard));
  }

  /**
   * Scores by states that are changed on their way, at every item of a history: that is how a
   * network is steered, or seen through an autoencoder.
   *
   * @throws io.habitus.core.problem.UsageException if the network has no such layer
   */
  public Scorer scorer(Layer layer, StateChange change) {
    LayerStates tap = new LayerStates(network, layer);
    return scorer((graph, arena, shard) -> tap.changed(graph, arena, shard, change));
  }

  /** From histories to the states that items are scored with: (sequences, width). */
  private interface LastStates {
    Variable of(Graph graph, Arena arena, SequenceShard shard);
  }

  private Scorer scorer(LastStates states) {
    Replica replica = Replica.forInference(weights);
    return new Scorer() {
      @Override
      public void score(List<int[]> histories, Row row) {
        score(histories, List.of(), row);
      }

      @Override
      public void score(List<int[]> histories, List<int[][]> context, Row row) {
        inParts(
            histories,
            context,
            part -> {
              try (Arena arena = Arena.ofConfined();
                  Graph graph = Graph.inference(replica)) {
                FittedSequential.this.score(
                    graph,
                    states.of(graph, arena, part.shard()),
                    (i, scores, at) -> row.take(part.places()[i], scores, at));
              }
            });
      }

      @Override
      public void close() {
        replica.close();
      }
    };
  }

  /** Some histories that are computed together. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(SequenceShard shard, int[] places) {}

  /** Without what is beside the items where {@code context} is empty. */
  private void inParts(List<int[]> histories, List<int[][]> context, Consumer<Part> work) {
    List<int[]> together = new ArrayList<>();
    List<int[][]> beside = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int steps = 0;
    for (int i = 0; i < histories.size(); i++) {
      int[] history = histories.get(i);
      int[] kept = read(history);
      if (kept.length > 0) {
        int[] items = Arrays.stream(kept).map(place -> history[place]).toArray();
        together.add(items);
        beside.add(tables.beside(items, context.isEmpty() ? new int[0][] : context.get(i), kept));
        places.add(i);
        steps += kept.length;
      }
      boolean last = i == histories.size() - 1;
      if (!together.isEmpty() && (last || steps >= STEPS_AT_ONCE)) {
        work.accept(
            new Part(
                SequenceShard.of(together.toArray(int[][]::new), beside.toArray(int[][][]::new)),
                places.stream().mapToInt(Integer::intValue).toArray()));
        together.clear();
        beside.clear();
        places.clear();
        steps = 0;
      }
    }
  }

  /**
   * The same model with more items, by their content: nothing is trained. New items come behind the
   * old ones.
   *
   * @param content raw vectors by id, as wide as those that it was fitted with
   * @throws io.habitus.core.problem.UsageException if the model knows no content
   */
  public FittedSequential withItems(Map<String, float[]> content) {
    return NewItems.added(this, content);
  }

  /** Writes a folder that must not exist yet. */
  public void save(Path folder) {
    ModelFolder.save(this, folder);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws io.habitus.core.problem.InputException if it is something else or damaged
   */
  public static FittedSequential load(Path folder) {
    return ModelFolder.load(folder);
  }

  /**
   * What a saved model reads beside items, as data for it must be read.
   *
   * @throws io.habitus.core.problem.InputException if it is something else or damaged
   */
  public static List<String> contextOf(Path folder) {
    return ModelFolder.settings(folder).context();
  }

  /**
   * Columns of a saved model's hidden states.
   *
   * @throws io.habitus.core.problem.InputException if it is something else or damaged
   */
  public static int widthOf(Path folder) {
    return ModelFolder.settings(folder).width();
  }

  @Override
  public void close() {
    weights.close();
  }
}
