package io.habitus.models.mtl;

import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.Labels;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.SequenceBatches;
import io.habitus.features.event.SequenceSettings;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.sequence.FitWindow;
import io.habitus.models.sequence.SequenceEncoder;
import io.habitus.models.sequence.SequenceFit;
import io.habitus.models.sequence.SequenceModel;
import io.habitus.models.sequence.SequenceOptions;
import io.habitus.models.sequence.SequenceState;
import io.habitus.models.sequence.TrainingOptions;
import io.habitus.models.sequence.WindowScan;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The multi-task model (EmbedNBreakfast, RecSys Challenge 2025): the vector is what a network has
 * to know of a client's past in order to say what the client does in the next month: nothing
 * (churn), and which of 100 categories and 100 skus it buys. The month lies inside the input: its
 * last days. Learns from the clients that profiles are wanted for; profiles are then made from the
 * whole input.
 *
 * @param name {@code mtl}, {@code mtl-propensity} or {@code mtl-churn}
 * @param network its widths and dropouts
 * @param weights λ of the three losses
 * @param labels where the labels of category and sku come from
 * @param options what is read
 * @param training how it is trained
 */
public record MtlModel(
    String name,
    MtlSettings network,
    LossWeights weights,
    LabelChoice labels,
    SequenceOptions options,
    TrainingOptions training)
    implements SequenceModel {

  /**
   * λ of the losses; a head without weight is not built.
   *
   * @param churn {@code churn-weight}
   * @param category {@code category-weight}
   * @param sku {@code sku-weight}
   */
  public record LossWeights(double churn, double category, double sku) {
    Map<String, Double> byHead() {
      return Map.of(MonthTasks.CHURN, churn, MonthTasks.CATEGORY, category, MonthTasks.SKU, sku);
    }
  }

  /**
   * Where labels come from.
   *
   * @param targetDays {@code target-days}: length of the month; 0 for the data's target window
   * @param given {@code labels}: {@code given} takes the lists that came with the data, where it
   *     has some; {@code derived} the most frequent values of the month, always
   */
  public record LabelChoice(int targetDays, boolean given) {}

  public MtlModel {
    if (network.hidden() % network.attentionHeads() != 0) {
      throw new UsageException(
          "model %s: a hidden width of %d cannot be cut into %d attention heads"
              .formatted(name, network.hidden(), network.attentionHeads()));
    }
    if (weights.churn() + weights.category() + weights.sku() == 0) {
      throw new UsageException("model " + name + ": at least one loss must have a weight");
    }
  }

  @Override
  public SortedMap<String, String> parameters() {
    TreeMap<String, String> parameters = new TreeMap<>();
    MtlKind.describe(this, parameters);
    return parameters;
  }

  @Override
  public SequenceSettings settings() {
    return options.settings(SequenceSettings.mtl());
  }

  @Override
  public SequenceEncoder network(WeightPlan plan, SequenceState state) {
    return network(plan, state.inputs(), state.heads());
  }

  private MtlNetwork network(WeightPlan plan, int inputs, SequencedMap<String, Integer> heads) {
    return new MtlNetwork(plan, inputs, network, heads, Head.Widths.PUBLISHED, weights.byHead());
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    FitWindow window = FitWindow.of(input, options.earlierDays(), context);
    FitWindow.Month month = window.month(labels.targetDays());
    WindowScan scan = WindowScan.of(month.whole(), clients::contains, month.startMicros(), context);
    Histories before = month.before();
    EventFeatures features = EventFeatures.fit(before, settings(), context);
    SortedMap<String, Labels> targets = targets(month, clients, context);
    if (targets.isEmpty()) {
      context.progress().note("the last days of the input have none of the labels to learn");
      scan = new WindowScan(0, scan.lastMicros(), scan.hash());
    }
    SortedMap<String, Integer> heads = new TreeMap<>();
    targets.forEach((head, each) -> heads.put(head, each.width()));
    SequenceBatches batches =
        SequenceBatches.of(before, features, training.batches(options.maxEvents(), seed))
            .onlyClients(clients::contains);
    WeightPlan plan = new WeightPlan();
    MtlNetwork built = network(plan, features.width(), heads);
    return new SequenceFit(this, training, window, before, features, scan, seed)
        .run(
            built,
            plan,
            batches,
            arena -> new MtlShards(arena, List.copyOf(targets.values())),
            0,
            heads,
            context);
  }

  /** Labels of the heads that have a weight and that the data knows, in order of their names. */
  private SortedMap<String, Labels> targets(
      FitWindow.Month month, ClientSet clients, RunContext context) {
    SortedMap<String, Labels> targets =
        new TreeMap<>(MonthTasks.of(month, clients, labels.given(), context));
    targets.keySet().removeIf(head -> weights.byHead().getOrDefault(head, 0.0) == 0);
    return targets;
  }
}
