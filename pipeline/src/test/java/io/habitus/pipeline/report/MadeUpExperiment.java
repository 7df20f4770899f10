package io.habitus.pipeline.report;

import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.experiment.ExperimentReport.Comparison;
import io.habitus.recommend.experiment.ExperimentReport.Row;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.Protocol;
import io.habitus.recommend.metrics.Score;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cold-start report with made-up numbers, for tests and for looking at the page. */
final class MadeUpExperiment {
  static final Instant MADE = Instant.parse("2025-03-04T05:06:00Z");
  static final String REFERENCE = "content + delta 0.5";

  private static final Map<String, Integer> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("all", 4000);
    GROUPS.put("warm", 3500);
    GROUPS.put("cold", 500);
    GROUPS.put("in training 1–4 times", 700);
    GROUPS.put("in training 5–19 times", 1800);
    GROUPS.put("in training 20 times and more", 1000);
    GROUPS.put("warm, with content", 900);
    GROUPS.put("cold, without content", 0);
  }

  private MadeUpExperiment() {}

  static ExperimentReport report() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("popularity", 1, 0.01, 0));
    rows.add(row("item-knn", 1, 0.052, 0));
    rows.add(row("random", 5, 0.055, 0));
    rows.add(row("content, frozen", 5, 0.041, 0.030));
    rows.add(row("content, fine-tuned", 5, 0.058, 0.012));
    rows.add(row(REFERENCE, 5, 0.063, 0.029));
    rows.add(row("content + delta 0.1", 5, 0.049, 0.0305));
    rows.add(row("content + delta 1.0", 5, 0.061, 0.020));
    rows.add(row("content + delta 0.25", 5, 0.055, 0.031));
    List<Comparison> comparisons = new ArrayList<>();
    for (Row row : rows) {
      if (!row.model().equals(REFERENCE)) {
        for (String group : List.of("all", "warm", "cold")) {
          double mine = rows.get(5).groups().get(order(group)).value("NDCG@10");
          double difference = mine - row.groups().get(order(group)).value("NDCG@10");
          comparisons.add(new Comparison(row.model(), group, "NDCG@10", paired(difference)));
        }
      }
    }
    return new ExperimentReport(
        "Cold start on films & <more>, content from attributes",
        new Protocol(
            "films & <more>",
            2999,
            3500,
            487_650,
            400_000,
            "global time split: learned before 2000-11-01, test after",
            0,
            123,
            4000,
            12,
            "all items that the model can score",
            "items that the user had before are not ranked"),
        List.of(1L, 2L, 3L, 4L, 5L),
        rows,
        REFERENCE,
        comparisons);
  }

  private static int order(String group) {
    return List.copyOf(GROUPS.keySet()).indexOf(group);
  }

  private static PairedDifference paired(double difference) {
    return new PairedDifference(
        difference,
        new Interval(difference - 0.0015, difference + 0.0015, 0.95, 0.0012),
        Math.abs(difference) > 0.0015 ? 0.001 : 0.4);
  }

  private static Row row(String model, int fits, double warm, double cold) {
    List<Group> groups = new ArrayList<>();
    GROUPS.forEach((name, cases) -> {
      double ndcg =
          switch (name) {
            case "all" -> (3500 * warm + 500 * cold) / 4000;
            case "cold", "cold, without content" -> cold;
            case "in training 1–4 times" -> 0.4 * warm;
            case "in training 20 times and more" -> 1.6 * warm;
            default -> warm;
          };
      groups.add(new Group(name, cases, scores(ndcg, cases)));
    });
    return new Row(model, fits, groups, fits > 1 ? 0.0012 : 0, 0.4, 11.2, 3, 128);
  }

  private static Map<String, Score> scores(double ndcg, int cases) {
    Map<String, Score> scores = new LinkedHashMap<>();
    for (String measure :
        List.of("HR@5", "HR@10", "HR@20", "NDCG@5", "NDCG@10", "NDCG@20", "MRR")) {
      double value = measure.startsWith("HR") ? 1.7 * ndcg : ndcg;
      double half = cases == 0 ? 0 : 0.11 / Math.sqrt(cases);
      scores.put(
          measure,
          new Score(
              value, new Interval(Math.max(0, value - half), value + half, 0.95, half / 1.96)));
    }
    return scores;
  }

  /** Writes the page to look at it. */
  public static void main(String[] arguments) {
    ExperimentPage.write(
        Path.of(arguments[0]),
        report(),
        List.of("habitus experiment cold-start --data films"),
        MADE);
  }
}
