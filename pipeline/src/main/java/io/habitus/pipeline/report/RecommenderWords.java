package io.habitus.pipeline.report;

import io.habitus.explain.interpret.Detection;
import io.habitus.explain.interpret.FeatureName.Sureness;
import io.habitus.explain.sae.Fidelity;
import io.habitus.pipeline.report.RecommenderFacts.Feature;
import io.habitus.pipeline.report.RecommenderFacts.NewItem;
import java.util.Comparator;
import java.util.Locale;

/** What a recommender did after the cut-off, in sentences: for the report and the console. */
public final class RecommenderWords {
  private RecommenderWords() {}

  /** What it learned from. */
  public static String learned(RecommenderFacts facts) {
    return "%s learned what comes next from %s of %s before %s (%s), and was asked about what came after."
        .formatted(
            facts.model(),
            Words.plural(facts.learned().interactions(), "interaction", "interactions"),
            Show.count(facts.learned().clients(), "client"),
            Show.instant(facts.cutOff()),
            facts.taking());
  }

  /** Who ranks best, if it is not the model. */
  public static String verdict(RecommenderFacts facts) {
    RecommenderFacts.Ranked model = facts.table().getFirst();
    RecommenderFacts.Ranked best =
        facts.table().stream()
            .max(Comparator.comparingDouble(each -> each.ndcg().mean()))
            .orElse(model);
    if (best.equals(model)) {
      return "It ranks best of the three.";
    }
    boolean apart = best.ndcg().low() > model.ndcg().high();
    return "It does not rank best: %s has the larger NDCG@10%s."
        .formatted(best.name(), apart ? "" : ", though their intervals overlap");
  }

  /** How the table was made. */
  static String protocol(RecommenderFacts facts) {
    return ("Protocol: %s are asked for their first %s from %s on, which for %s is an item that"
            + " nobody had taken before (new); all items are ranked but those that the client"
            + " had taken; 95\u00a0%% intervals over clients. The interactions from %s to the"
            + " cut-off decided when training stopped. New items enter by their content (%s);"
            + " item-kNN and popularity have no score for them.")
        .formatted(
            Show.count(facts.cases(), "client"),
            facts.taking(),
            Show.instant(facts.cutOff()),
            Show.count(facts.coldCases()),
            Show.minute(facts.validationFrom()),
            facts.content().orElse("there is none here"));
  }

  static String lists(RecommenderFacts facts) {
    return "As of %s, from items known then. The clients were not chosen by how well they came out: they stand at equal distances in the list of such clients. %s"
        .formatted(Show.instant(facts.cutOff()), pleased(facts));
  }

  /** How many clients took an item of their list. */
  public static String pleased(RecommenderFacts facts) {
    return "Of %s with five items before and one after, %s took at least one of their five."
        .formatted(Show.count(facts.listed(), "client"), Show.count(facts.pleased()));
  }

  /** Where the new item ranks, and for whom. */
  public static String newItem(NewItem item) {
    String rank =
        "Item %s, never taken before the cut-off, enters by its content alone: median rank %s of %s for %s, among the first ten of %s of them (%s; by chance %s)."
            .formatted(
                item.item(),
                Show.count(item.medianRank()),
                Show.count(item.candidates()),
                Show.count(item.clients(), "client"),
                Show.count(item.inTop()),
                percent(item.inTop() / (double) item.clients()),
                percent(10.0 / item.candidates()));
    if (item.takers() == 0) {
      return rank;
    }
    return rank
        + " %s took it afterwards: median rank %s, among the first ten of %s (%s); in %s of pairs of one who took it and one who did not, the former ranks it higher (chance: 50\u00a0%%). Of %s new items it is the one most clients took."
            .formatted(
                Show.count(item.takers(), "client"),
                Show.count(item.takersMedianRank()),
                Show.count(item.takersInTop()),
                percent(item.takersInTop() / (double) item.takers()),
                Show.percent(item.pairs()),
                Show.count(item.newItems()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }

  /** What the feature is called. */
  public static String named(Feature feature) {
    Detection detection = feature.name().detection();
    return "Feature %d of %d is called \u201c%s\u201d: %s. AUROC %s on items that had no part in choosing the name; where it is above %s, the newest item has the attribute in %s of cases (%s of all), and that finds %s of those who have it. It is active in %s of states."
        .formatted(
            feature.number(),
            feature.features(),
            feature.name().text(),
            sure(feature.name().sure()),
            Show.score(detection.auroc()),
            Show.value(detection.threshold()),
            percent(detection.precision()),
            percent(detection.prevalence()),
            percent(detection.recall()),
            percent(feature.density()));
  }

  static String sureness(Feature feature) {
    return "A sparse autoencoder (%d features, %.1f active) explains %s of the variance of the hidden states. Of its features %d have a sure name (AUROC of at least 0.9 on the other half), %d a likely one (0.75), %d a guess; this is the surest one with the largest F1, so read it as the best of many. Most raised: %s."
        .formatted(
            feature.features(),
            feature.active(),
            Fidelity.percent(feature.explained()),
            feature.sure(),
            feature.likely(),
            feature.guesses(),
            String.join("; ", feature.raised()));
  }

  private static String sure(Sureness sure) {
    return switch (sure) {
      case SURE -> "sure";
      case LIKELY -> "likely";
      case GUESS -> "a guess";
    };
  }

  static String steering(RecommenderFacts facts) {
    return "The feature is set to an amount in every state, and lists are made again: what the attribute gains, what rankings lose, what else moves. Over the %s of the table."
        .formatted(Show.count(facts.cases(), "client"));
  }
}
