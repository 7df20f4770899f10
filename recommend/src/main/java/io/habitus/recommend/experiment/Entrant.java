package io.habitus.recommend.experiment;

import io.habitus.core.run.RunContext;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.baseline.FactorRecommender;
import io.habitus.recommend.baseline.ItemNeighbours;
import io.habitus.recommend.baseline.PopularityRecommender;
import io.habitus.recommend.content.ItemContent;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.SequentialModel;
import io.habitus.recommend.sequential.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * A model in a comparison.
 *
 * @param name in tables, distinct
 * @param identity beside the data and the seed, all that decides the result: settings, content
 * @param seeded whether another seed gives another result; else it is fitted once
 * @param fit makes it
 */
public record Entrant(String name, String identity, boolean seeded, Fit fit) {

  /** Fits a model. */
  @FunctionalInterface
  public interface Fit {
    /** A fitted model, which the caller closes. */
    Recommender fit(Partition partition, long seed, RunContext context);
  }

  /** A transformer. */
  public static Entrant of(Settings settings, ItemVectors vectors) {
    return of(vectors.name(), settings, vectors);
  }

  /** A transformer with a name of its own. */
  public static Entrant of(String name, Settings settings, ItemVectors vectors) {
    String identity =
        "%s %s %s"
            .formatted(
                settings,
                vectors.name(),
                vectors.content().map(ItemContent::fingerprint).orElse("no content"));
    return new Entrant(name, identity, true, new SequentialModel(settings, vectors)::fit);
  }

  /** Popularity, item-kNN, ALS and BPR. */
  public static List<Entrant> baselines() {
    return List.of(
        new Entrant("popularity", "", false, (data, seed, run) -> PopularityRecommender.fit(data)),
        new Entrant(
            "item-knn",
            ItemNeighbours.Settings.DEFAULTS.toString(),
            false,
            (data, seed, run) -> ItemNeighbours.fit(data, ItemNeighbours.Settings.DEFAULTS, run)),
        new Entrant(
            "als",
            FactorRecommender.ALS.toString(),
            true,
            (data, seed, run) -> FactorRecommender.als(data, FactorRecommender.ALS, seed, run)),
        new Entrant(
            "bpr",
            FactorRecommender.BPR.toString(),
            true,
            (data, seed, run) -> FactorRecommender.bpr(data, FactorRecommender.BPR, seed, run)));
  }

  /**
   * The settings of arXiv 2507.19473: random, content frozen, content fine-tuned, and content with
   * a δ within each of some bounds.
   */
  public static List<Entrant> coldStart(
      Settings settings, ItemContent content, List<Double> maxDeltaNorms) {
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(of(settings, new ItemVectors.Random()));
    entrants.add(of(settings, new ItemVectors.FrozenContent(content)));
    entrants.add(of(settings, new ItemVectors.FineTunedContent(content)));
    for (double norm : maxDeltaNorms) {
      entrants.add(of(settings, new ItemVectors.ContentPlusDelta(content, norm)));
    }
    return entrants;
  }
}
