package io.habitus.pipeline.report;

import io.habitus.core.provenance.Provenance;
import io.habitus.core.target.Task;
import io.habitus.core.time.Split;
import io.habitus.explain.interpret.Clarity;
import io.habitus.explain.interpret.Detection;
import io.habitus.explain.interpret.Driver;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.models.autoencoder.Reconstruction.FieldAccuracy;
import io.habitus.models.autoencoder.Reconstruction.PositionAccuracy;
import io.habitus.pipeline.report.ReportData.CrossCheck;
import io.habitus.pipeline.report.ReportData.CrossScore;
import io.habitus.pipeline.report.ReportData.DataFacts;
import io.habitus.pipeline.report.ReportData.Difference;
import io.habitus.pipeline.report.ReportData.Epoch;
import io.habitus.pipeline.report.ReportData.Interval;
import io.habitus.pipeline.report.ReportData.LabelScore;
import io.habitus.pipeline.report.ReportData.Leak;
import io.habitus.pipeline.report.ReportData.Memory;
import io.habitus.pipeline.report.ReportData.ProfileFacts;
import io.habitus.pipeline.report.ReportData.Protocol;
import io.habitus.pipeline.report.ReportData.ReadBack;
import io.habitus.pipeline.report.ReportData.Repeat;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.Skipped;
import io.habitus.pipeline.report.ReportData.SplitFacts;
import io.habitus.pipeline.report.ReportData.Standing;
import io.habitus.pipeline.report.ReportData.StepTime;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import io.habitus.pipeline.report.ReportData.TypeFacts;
import io.habitus.pipeline.report.ReportData.Window;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;

/** A report about nothing, large enough to look at: run it with a file name to see the page. */
final class MadeUp {
  static final String EVIL = "<script>alert('x')</script> & \"Co\"";

  private static final Split SPLIT = Split.organisers(Instant.parse("2025-06-22T18:31:07Z"), 14);
  private static final List<String> PROFILES =
      List.of("aggregated+rfm", "aggregated", "rfm", "popularity", "random");
  private static final List<String> TASKS = Task.CHALLENGE;

  private final Random random = new Random(5);

  private MadeUp() {}

  public static void main(String[] args) {
    Report.write(Path.of(args[0]), report());
  }

  static ReportData report() {
    return new MadeUp().make();
  }

  private ReportData make() {
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < PROFILES.size(); p++) {
      for (int t = 0; t < TASKS.size(); t++) {
        scores.add(score(p, t));
      }
    }
    Provenance provenance =
        Provenance.of("run")
            .dataHash("f00dfacef00dfacef00dfacef00dface")
            .seed(1)
            .split(SPLIT)
            .version("pytorch", "2.10.0")
            .version("duckdb", "2.0.0.1")
            .finish();
    return new ReportData(
        "Baselines on a generated shop",
        Instant.parse("2026-11-21T12:00:00Z"),
        Optional.of(data()),
        Optional.of(
            new SplitFacts(
                SPLIT,
                14,
                "product_buy",
                7_431,
                3_102,
                new Window(9_412, 1_204),
                new Window(9_977, 1_251))),
        new Protocol(
            "predictor",
            "the challenge's network, trained anew for every task",
            List.of(1278L, 7L),
            1000,
            0.95),
        tasks(),
        List.of(new Skipped("lifetime", "no such column")),
        profiles(provenance),
        scores,
        standings(scores),
        differences(scores),
        List.of(),
        List.of(new ReadBack("aggregated", readBack(), List.of())),
        List.of(explained()),
        Optional.of(recommender()),
        Optional.of(
            new CrossCheck(
                "linear",
                300,
                List.of(
                    new CrossScore(
                        PROFILES.getFirst(),
                        "churn",
                        0.6123,
                        Optional.of(new Interval(0.55, 0.67)))))),
        List.of(),
        List.of(
            new StepTime("ingest", 12.4, true),
            new StepTime("embed.rfm", 0.8, false),
            new StepTime("embed.aggregated", 2.1, false),
            new StepTime("evaluate", 95.2, false)),
        Optional.of(new Memory(1_900L << 20, 310L << 20, 6_000L << 20)),
        List.of(
            "312 events (0.70 %) lie after 2025-06-20; they are kept, until: 2025-06-21"
                + " leaves them out",
            "Item names: " + EVIL),
        new Repeat(
            List.of("git checkout 5566c18", "./habitus run recipes/baselines.yaml data=shop"),
            "name: baselines\ndata:\n  path: shop\n",
            provenance));
  }

  static RecommenderFacts recommender() {
    Detection detection = new Detection(0, 0.934, 0.62, 0.41, 1.25, 0.021);
    return new RecommenderFacts(
        "sasrec, items: content + delta 0.5",
        "add_to_cart",
        Optional.of("code vectors of name"),
        SPLIT.trainStart(),
        SPLIT.trainStart().minusSeconds(86_400 * 5),
        new RecommenderFacts.Learned(1_889, 17_195, 688),
        1_204,
        61,
        List.of(
            ranked("sasrec, items: content + delta 0.5", 0.041, Optional.of(0.066)),
            ranked("item-knn", 0.047, Optional.of(0.0)),
            ranked("popularity", 0.013, Optional.empty())),
        List.of(
            new RecommenderFacts.ClientList(
                "client A",
                List.of("267 (category 4, price 55)", EVIL),
                List.of(
                    new RecommenderFacts.Listed("12 (category 4, price 3)", 3.1, true),
                    new RecommenderFacts.Listed("99 (category 7, price 81)", 2.9, false)))),
        733,
        154,
        Optional.of(
            new RecommenderFacts.NewItem(
                "641 (category 5, price 20)", 75, 689, 1_889, 201, 144, 40, 88, 6, 0.712)),
        Optional.of(
            new RecommenderFacts.Feature(
                17,
                128,
                7.9,
                0.91,
                3,
                11,
                30,
                new FeatureName("category = 4", FeatureName.Sureness.SURE, detection),
                0.034,
                4.2,
                List.of("12 (category 4, price 3)"))),
        Optional.of(curve()));
  }

  private static RecommenderFacts.Ranked ranked(String name, double ndcg, Optional<Double> cold) {
    return new RecommenderFacts.Ranked(name, value(ndcg), value(2 * ndcg), cold.map(MadeUp::value));
  }

  private static RecommenderFacts.Value value(double mean) {
    return new RecommenderFacts.Value(mean, 0.9 * mean, 1.1 * mean);
  }

  private static ProfileFeatures explained() {
    Detection detection = new Detection(0, 0.93, 0.8, 0.6, 1.5, 0.1);
    FeatureFacts feature =
        new FeatureFacts(
            0,
            0.25,
            3,
            new int[10],
            Optional.of(new FeatureName("heavy user", FeatureName.Sureness.SURE, detection)),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new ProfileFeatures(
        "aggregated",
        60,
        240,
        "topk 15",
        new Fidelity(4_414, 0.97, 15, 0, new double[] {0.25}),
        new Interpretation(
            4_414,
            20,
            List.of(feature),
            List.of(new Clarity("features", 240, 9, 134, 16, 1.2, 0.72)),
            List.of(
                new Driver("afterwards the client churns", 0, "heavy user", 0.33, 0.47, 0.75))));
  }

  static SteeringCurve curve() {
    List<SteeringCurve.Point> points = new ArrayList<>();
    points.add(point("unsteered", OptionalDouble.empty(), 0.0412, 0.021));
    points.add(point("reconstruction", OptionalDouble.empty(), 0.0402, 0.022));
    points.add(point("0", OptionalDouble.of(0), 0.0411, 0.018));
    points.add(point("2.1", OptionalDouble.of(2.1), 0.0372, 0.16));
    points.add(point("4.2", OptionalDouble.of(4.2), 0.0215, 0.43));
    points.add(point("6.3", OptionalDouble.of(6.3), 0.0117, 0.49));
    return new SteeringCurve("category = 4", points);
  }

  private static SteeringCurve.Point point(
      String label, OptionalDouble amount, double ndcg, double share) {
    return new SteeringCurve.Point(
        label, amount, ndcg, 2 * ndcg, share, share / 10, "category = 9 -0.0123");
  }

  static Reconstruction readBack() {
    List<PositionAccuracy> positions =
        List.of(
            new PositionAccuracy(0, 1, 150, 0.912),
            new PositionAccuracy(1, 2, 120, 0.8),
            new PositionAccuracy(2, 4, 200, 0.55));
    return new Reconstruction(
        150,
        150,
        470,
        0.2137,
        0.4321,
        List.of(
            new FieldAccuracy("event_type", 0.7654, 0.6123, positions),
            new FieldAccuracy("sku " + EVIL, 0.0321, 0.0456, positions)),
        List.of());
  }

  private DataFacts data() {
    TreeMap<LocalDate, Long> days = new TreeMap<>();
    for (int i = 0; i < 168; i++) {
      LocalDate day = LocalDate.of(2025, 1, 6).plusDays(i);
      long weekend = day.getDayOfWeek().getValue() > 5 ? 900 : 0;
      days.put(day, 3_000 + 6L * i + weekend + random.nextInt(500));
    }
    long events = days.values().stream().mapToLong(Long::longValue).sum();
    return new DataFacts(
        "shop",
        "challenge directory shop/",
        "f00dfacef00dfacef00dfacef00dface",
        8_000,
        events,
        Instant.parse("2025-01-06T00:03:00Z"),
        Instant.parse("2025-06-22T23:59:00Z"),
        List.of(
            new TypeFacts("product_buy", events / 20, true),
            new TypeFacts("add_to_cart", events / 8, false),
            new TypeFacts("page_visit", events - events / 20 - events / 8, false)),
        days,
        List.of(210L, 340L, 610L, 1_020L, 1_700L, 2_100L, 1_350L, 520L, 120L, 30L),
        912);
  }

  private static List<TaskFacts> tasks() {
    List<TaskFacts> tasks = new ArrayList<>();
    for (String task : TASKS) {
      boolean binary = task.equals(Task.CHURN) || task.equals(Task.CONVERSION);
      tasks.add(
          new TaskFacts(
              task,
              binary ? "AUROC" : "0.8 AUROC + 0.1 novelty + 0.1 diversity",
              task.equals(Task.CHURN) ? 3_102 : 7_431,
              binary ? 1 : 100,
              6_000,
              6_100,
              0.5,
              OptionalDouble.of(0.91)));
    }
    return tasks;
  }

  private static List<ProfileFacts> profiles(Provenance provenance) {
    List<ProfileFacts> profiles = new ArrayList<>();
    for (int p = 0; p < PROFILES.size(); p++) {
      boolean foreign = p == 3;
      profiles.add(
          new ProfileFacts(
              PROFILES.get(p),
              foreign ? "a folder made elsewhere" : "model " + PROFILES.get(p),
              7_431,
              40 * (p + 1),
              foreign ? Leak.UNVERIFIED : Leak.PASSED,
              foreign ? "it has no provenance" : "cut-off 2025-05-26",
              foreign ? Optional.empty() : Optional.of(provenance)));
    }
    return profiles;
  }

  private Score score(int p, int t) {
    double value = 0.84 - 0.055 * p - 0.03 * t + 0.05 * random.nextDouble() - (p == 4 ? 0.1 : 0);
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>(Map.of("AUROC", value + 0.01));
    List<LabelScore> labels = new ArrayList<>();
    if (t > 1) {
      measures.put("novelty", 0.71);
      measures.put("diversity", 0.93);
      for (int l = 0; l < 100; l++) {
        labels.add(
            new LabelScore(
                "item " + l, 0.02 / (l + 1), 100 - l, value + 0.2 * random.nextDouble() - 0.1));
      }
    }
    List<Epoch> curve =
        List.of(
            new Epoch(1, 0.2, value - 0.02),
            new Epoch(2, 0.15, value),
            new Epoch(3, 0.13, value - 0.006));
    double half = 0.008 + 0.01 * random.nextDouble();
    return new Score(
        PROFILES.get(p),
        TASKS.get(t),
        value,
        Optional.of(new Interval(value - half, value + half)),
        List.of(value + 0.002, value - 0.002),
        measures,
        curve,
        labels,
        4.2);
  }

  private static List<Standing> standings(List<Score> scores) {
    List<Standing> standings = new ArrayList<>();
    for (String profile : PROFILES) {
      LinkedHashMap<String, Double> points = new LinkedHashMap<>();
      for (String task : TASKS) {
        double own = value(scores, profile, task);
        points.put(
            task,
            (double) PROFILES.stream().filter(other -> value(scores, other, task) < own).count());
      }
      double sum = points.values().stream().mapToDouble(Double::doubleValue).sum();
      standings.add(new Standing(0, profile, sum, points));
    }
    standings.sort(Comparator.comparingDouble(Standing::points).reversed());
    List<Standing> placed = new ArrayList<>();
    for (Standing s : standings) {
      placed.add(new Standing(placed.size() + 1, s.profile(), s.points(), s.taskPoints()));
    }
    return placed;
  }

  private static List<Difference> differences(List<Score> scores) {
    List<Difference> differences = new ArrayList<>();
    for (String task : TASKS) {
      for (int i = 0; i < PROFILES.size(); i++) {
        for (int j = i + 1; j < PROFILES.size(); j++) {
          double value =
              value(scores, PROFILES.get(i), task) - value(scores, PROFILES.get(j), task);
          differences.add(
              new Difference(
                  task,
                  PROFILES.get(i),
                  PROFILES.get(j),
                  value,
                  new Interval(value - 0.03, value + 0.03),
                  0.004,
                  0.12));
        }
      }
    }
    return differences;
  }

  private static double value(List<Score> scores, String profile, String task) {
    return scores.stream()
        .filter(s -> s.profile().equals(profile) && s.task().equals(task))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
