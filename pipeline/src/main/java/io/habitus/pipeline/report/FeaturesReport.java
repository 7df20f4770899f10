package io.habitus.pipeline.report;

import io.habitus.explain.interpret.Clarity;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.Protocol;
import io.habitus.recommend.metrics.Score;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A recommender, what the features of its autoencoder mean, and what steering does.
 *
 * @param title of the report
 * @param quality of the recommender
 * @param autoencoder of its states
 * @param sweeps in the order of the recipe
 */
public record FeaturesReport(
    String title, Quality quality, Autoencoder autoencoder, List<Sweep> sweeps) {
  public FeaturesReport {
    sweeps = List.copyOf(sweeps);
  }

  /**
   * How good the recommender is.
   *
   * @param model its name
   * @param protocol what the numbers mean
   * @param groups of cases
   */
  public record Quality(String model, Protocol protocol, List<Group> groups) {
    public Quality {
      groups = List.copyOf(groups);
    }
  }

  /**
   * The autoencoder.
   *
   * @param layer whose states it knows
   * @param about the item whose attributes features are compared with
   * @param features width of its code
   * @param sparsity in words
   * @param fidelity how faithful it is
   * @param interpretation what its features mean
   */
  public record Autoencoder(
      String layer,
      String about,
      int features,
      String sparsity,
      Fidelity fidelity,
      Interpretation interpretation) {

    /** In a sentence. */
    String sentence() {
      return String.format(
              Locale.ROOT,
              "%,d features (%s) of the states of layer %s, compared with attributes of the %s"
                  + " item: %.1f active, %d dead, %s of the variance explained; %d names are sure,"
                  + " %d likely, %d guesses.",
              features,
              sparsity,
              layer,
              about,
              fidelity.activeFeatures(),
              fidelity.deadFeatures(),
              Fidelity.percent(fidelity.explainedVariance()),
              interpretation.named(FeatureName.Sureness.SURE),
              interpretation.named(FeatureName.Sureness.LIKELY),
              interpretation.named(FeatureName.Sureness.GUESS))
          + words();
    }

    private String words() {
      return interpretation.worded().isEmpty()
          ? ""
          : String.format(
              Locale.ROOT,
              " Of %d features the strongest items' texts share words: %d sure, %d likely, %d"
                  + " guesses.",
              interpretation.worded().size(),
              interpretation.worded(FeatureName.Sureness.SURE),
              interpretation.worded(FeatureName.Sureness.LIKELY),
              interpretation.worded(FeatureName.Sureness.GUESS));
    }
  }

  /**
   * What setting features does.
   *
   * @param target attribute that is pushed
   * @param features that are set together; none: no feature detects the target beyond chance
   * @param strengths multiples of the largest activation, in the order of the curve's last points
   * @param curve the measured points
   */
  public record Sweep(
      String target,
      List<FeatureFacts> features,
      List<Double> strengths,
      Optional<SteeringCurve> curve) {
    public Sweep {
      features = List.copyOf(features);
      strengths = List.copyOf(strengths);
    }

    /** Which features. */
    String sentence() {
      if (features.isEmpty()) {
        return "No feature detects it beyond chance, so nothing was steered.";
      }
      return String.join("; ", features.stream().map(this::sentence).toList()) + ".";
    }

    private String sentence(FeatureFacts feature) {
      return "Feature %d%s"
          .formatted(
              feature.feature(),
              feature.detections().stream()
                  .filter(each -> each.attribute().equals(target))
                  .map(each ->
                      String.format(
                          Locale.ROOT,
                          ", which detects it with AUROC %.4f on items that had no part in choosing"
                              + " it",
                          each.detection().auroc()))
                  .findFirst()
                  .orElse(", which does not detect it beyond chance"));
    }

    /** What a point of the curve is set to. */
    String label(SteeringCurve.Point point) {
      int at = curve.orElseThrow().steered().indexOf(point);
      return at < 0
          ? point.label()
          : String.format(Locale.ROOT, "%s × largest (%s)", strengths.get(at), point.label());
    }
  }

  /** All of it for a terminal. */
  public String markdown() {
    StringBuilder text = new StringBuilder("# " + title + "\n\n");
    text.append(quality.protocol().sentence())
        .append("\n\n## The recommender: ")
        .append(quality.model())
        .append("\n\n| right item | cases | HR@10 | NDCG@10 |\n| --- | ---: | ---: | ---: |\n");
    for (Group group : quality.groups()) {
      if (group.cases() > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %s |\n",
                group.name(),
                group.cases(),
                score(group, "HR@10"),
                score(group, "NDCG@10")));
      }
    }
    text.append("\n## What its features mean\n\n")
        .append(autoencoder.sentence())
        .append("\n\n| columns | how many | clear | attributes found | mean best AUROC |\n")
        .append("| --- | ---: | ---: | ---: | ---: |\n");
    for (Clarity each : autoencoder.interpretation().clarity()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %d | %d of %d | %.4f |\n",
              each.what(),
              each.columns(),
              each.clearColumns(),
              each.clearAttributes(),
              each.attributes(),
              each.meanBestAuroc()));
    }
    sweeps.forEach(sweep -> append(text, sweep));
    return text.toString();
  }

  private static void append(StringBuilder text, Sweep sweep) {
    text.append("\n## Steering towards %s\n\n%s\n".formatted(sweep.target(), sweep.sentence()));
    sweep
        .curve()
        .ifPresent(curve -> {
          text.append(
              "\n"
                  + "| set to | share in lists of ten | NDCG@10 | HR@10 | others move by | most of"
                  + " all |\n"
                  + "| --- | ---: | ---: | ---: | ---: | --- |\n");
          for (SteeringCurve.Point point : curve.points()) {
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %.4f | %.4f | %.4f | %s |\n",
                    sweep.label(point),
                    point.share(),
                    point.ndcg(),
                    point.hitRate(),
                    point.collateral(),
                    point.most()));
          }
        });
  }

  private static String score(Group group, String measure) {
    Score score = group.scores().get(measure);
    return score == null ? "" : score.text();
  }

  private static Map<FeatureName.Sureness, Long> counts(
      ToLongFunction<FeatureName.Sureness> count) {
    Map<FeatureName.Sureness, Long> counts = new EnumMap<>(FeatureName.Sureness.class);
    for (FeatureName.Sureness each : FeatureName.Sureness.values()) {
      counts.put(each, count.applyAsLong(each));
    }
    return counts;
  }

  /** The numbers, without what is on the pages of the features. */
  public Map<String, Object> numbers() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("title", title);
    numbers.put("recommender", quality);
    numbers.put("layer", autoencoder.layer());
    numbers.put("attributesOf", autoencoder.about());
    numbers.put("features", autoencoder.features());
    numbers.put("sparsity", autoencoder.sparsity());
    numbers.put("explainedVariance", autoencoder.fidelity().explainedVariance());
    numbers.put("activeFeatures", autoencoder.fidelity().activeFeatures());
    numbers.put("deadFeatures", autoencoder.fidelity().deadFeatures());
    numbers.put("named", counts(autoencoder.interpretation()::named));
    numbers.put("worded", counts(autoencoder.interpretation()::worded));
    numbers.put("clarity", autoencoder.interpretation().clarity());
    List<Map<String, Object>> steering = new ArrayList<>();
    for (Sweep sweep : sweeps) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("target", sweep.target());
      each.put("features", sweep.features().stream().map(FeatureFacts::feature).toList());
      each.put("strengths", sweep.strengths());
      sweep.curve().ifPresent(curve -> each.put("points", curve.points()));
      steering.add(each);
    }
    numbers.put("steering", steering);
    return numbers;
  }
}
