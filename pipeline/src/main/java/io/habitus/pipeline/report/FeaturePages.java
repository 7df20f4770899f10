package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.explain.interpret.Detection;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.interpret.FeatureTerms;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.sae.Fidelity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of pages about the features of a sparse autoencoder: index.html, whose table can be
 * sorted and searched, and a page for each feature that is not dead. Opened from the disk.
 */
public final class FeaturePages {
  /** Everything that the pages say, as JSON. */
  public static final String REPORT = "report.json";

  private static final String SEARCH =
      """
      "use strict";
      const box = document.getElementById("search");
      const rows = Array.from(document.querySelectorAll("#features tbody tr"));
      box.addEventListener("input", () => {
        const wanted = box.value.trim().toLowerCase();
        rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
      });
      """;

  private final Facts facts;

  /**
   * What is written down.
   *
   * @param title of the index
   * @param unit what a vector belongs to, such as {@code client}
   * @param sparsity of the autoencoder
   * @param fidelity how faithful it is
   * @param interpretation what its features mean
   * @param names of the vectors that were looked at
   * @param trails what came before the vectors in which a feature is strongest
   * @param change what an effect is measured in
   * @param made when
   */
  public record Facts(
      String title,
      String unit,
      String sparsity,
      Fidelity fidelity,
      Interpretation interpretation,
      List<String> names,
      Trails trails,
      String change,
      Instant made) {}

  private FeaturePages(Facts facts) {
    this.facts = facts;
  }

  /** Writes the pages and {@value #REPORT} into a folder. */
  public static void write(Path folder, Facts facts) {
    FeaturePages pages = new FeaturePages(facts);
    WholeFile.write(folder.resolve("index.html"), pages.index());
    for (FeatureFacts feature : facts.interpretation.features()) {
      if (feature.density() > 0) {
        WholeFile.write(folder.resolve(page(feature.feature())), pages.feature(feature));
      }
    }
    Json.write(folder.resolve(REPORT), pages.json());
  }

  private static String page(int feature) {
    return String.format(Locale.ROOT, "feature-%05d.html", feature);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("explainedVariance", facts.fidelity.explainedVariance());
    json.put("activeFeatures", facts.fidelity.activeFeatures());
    json.put("deadFeatures", facts.fidelity.deadFeatures());
    json.put("vectors", facts.fidelity.vectors());
    json.put("lookedAt", facts.interpretation.vectors());
    json.put("permutations", facts.interpretation.permutations());
    json.put("clarity", facts.interpretation.clarity());
    json.put("drivers", facts.interpretation.drivers());
    List<Map<String, Object>> names = new ArrayList<>();
    for (FeatureFacts feature : facts.interpretation.features()) {
      feature
          .name()
          .ifPresent(name -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("feature", feature.feature());
            each.put("density", feature.density());
            each.put("name", name);
            names.add(each);
          });
    }
    json.put("names", names);
    List<Map<String, Object>> words = new ArrayList<>();
    for (FeatureFacts feature : facts.interpretation.features()) {
      feature
          .terms()
          .ifPresent(terms ->
              words.add(
                  Map.of(
                      "feature", feature.feature(), "sure", terms.sure(), "terms", terms.terms())));
    }
    json.put("words", words);
    return json;
  }

  private String index() {
    List<Html> sections = new ArrayList<>(List.of(clarity()));
    if (!facts.interpretation.drivers().isEmpty()) {
      sections.add(drivers());
    }
    sections.add(features());
    sections.add(protocol());
    return Page.of(facts.title, facts.made, summary(), sections);
  }

  private List<String> summary() {
    Fidelity fidelity = facts.fidelity;
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s features (%s), of which %.1f are active in a vector and %s in none; they explain %s of the variance of %s vectors."
            .formatted(
                Show.count(facts.interpretation.features().size()),
                facts.sparsity,
                fidelity.activeFeatures(),
                Show.count(fidelity.deadFeatures()),
                Fidelity.percent(fidelity.explainedVariance()),
                Show.count(fidelity.vectors())));
    sentences.add(
        "%s features detect an attribute beyond chance; %s of their names are sure (AUROC of at least 0.9 on %ss that had no part in choosing them)."
            .formatted(
                Show.count(facts.interpretation.named().size()),
                Show.count(facts.interpretation.named(FeatureName.Sureness.SURE)),
                facts.unit));
    long worded = facts.interpretation.features().stream().flatMap(f -> f.terms().stream()).count();
    if (worded > 0) {
      sentences.add(
          "%s features are strongest where texts share words beyond chance; of %s they are sure, of %s likely."
              .formatted(
                  Show.count(worded),
                  Show.count(facts.interpretation.worded(FeatureName.Sureness.SURE)),
                  Show.count(facts.interpretation.worded(FeatureName.Sureness.LIKELY))));
    }
    return sentences;
  }

  private boolean hasWords() {
    return facts.interpretation.features().stream().anyMatch(each -> each.terms().isPresent());
  }

  private Html clarity() {
    return Part.of(
        "clarity",
        "Are features clearer than columns?",
        Part.note(
            "Clear: an AUROC of at least 0.75 for an attribute, on the half of the "
                + facts.unit
                + "s that chose it and on the other, and more than any column reaches on permuted"
                + " attributes. Raw columns and random directions may point either way."),
        ClarityTable.of(facts.interpretation.clarity()));
  }

  private Html drivers() {
    return Part.of(
        "drivers",
        "Which features go with what comes afterwards",
        DriversTable.of(facts.interpretation.drivers(), FeaturePages::link));
  }

  private Html features() {
    Table table =
        new Table()
            .numbers("feature")
            .words("name")
            .words("how sure")
            .numbers("AUROC")
            .numbers("precision")
            .numbers("recall")
            .numbers("active in");
    boolean words = hasWords();
    if (words) {
      table.words("words of its " + facts.unit + "s' texts").words("how sure").numbers("AUROC");
    }
    for (FeatureFacts feature : facts.interpretation.features()) {
      if (feature.density() > 0) {
        List<Object> cells = new ArrayList<>();
        cells.add(link(feature.feature()));
        cells.add(feature.name().map(FeatureName::text).orElse("–"));
        cells.add(feature.name().map(name -> name.sure().word()).orElse("no name"));
        Optional<Detection> found = feature.name().map(FeatureName::detection);
        cells.add(found.map(each -> Show.score(each.auroc())).orElse("–"));
        cells.add(found.map(each -> Show.percent(each.precision())).orElse("–"));
        cells.add(found.map(each -> Show.percent(each.recall())).orElse("–"));
        cells.add(percent(feature.density()));
        if (words) {
          cells.add(feature.terms().map(FeatureTerms::text).orElse("–"));
          cells.add(feature.terms().map(terms -> terms.sure().word()).orElse("none"));
          cells.add(
              feature
                  .terms()
                  .map(terms -> Show.score(terms.terms().getFirst().detection().auroc()))
                  .orElse("–"));
        }
        table.row(cells.toArray());
      }
    }
    Html search =
        Html.of("input")
            .attr("id", "search")
            .attr("type", "search")
            .attr("placeholder", "search names")
            .attr("aria-label", "Search features");
    return Part.of(
        "features",
        "All features",
        Html.of("p", search),
        table.sortable(),
        Html.verbatim("script", SEARCH));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static Html link(int feature) {
    return Html.of("a", Integer.toString(feature)).attr("href", page(feature));
  }

  private Html protocol() {
    return Part.of(
        "protocol",
        "Protocol",
        Part.note(
            "%s vectors were looked at. Names and thresholds are chosen on one half of the %ss (by a hash of their place), numbers are of the other half. Guard: for each attribute the largest AUROC that any feature reaches when the attributes are dealt anew among the %ss, %s times."
                .formatted(
                    Show.count(facts.interpretation.vectors()),
                    facts.unit,
                    facts.unit,
                    Show.count(facts.interpretation.permutations()))));
  }

  private String feature(FeatureFacts feature) {
    List<Html> sections = new ArrayList<>();
    sections.add(Part.of("histogram", "How strongly it is active", histogram(feature)));
    sections.add(attributes(feature));
    feature.terms().ifPresent(terms -> sections.add(words(terms)));
    sections.add(effects(feature));
    sections.add(top(feature));
    List<Trail> found = facts.trails.of(feature);
    if (!found.isEmpty()) {
      sections.add(TrailsPart.of(facts.trails, found));
    }
    sections.add(Html.of("p", Html.of("a", "All features").attr("href", "index.html#features")));
    String title =
        "Feature %d%s"
            .formatted(
                feature.feature(),
                feature
                    .name()
                    .map(FeatureName::text)
                    .or(() -> feature.terms().map(FeatureTerms::text))
                    .map(name -> ": " + name)
                    .orElse(""));
    return Page.of(title, facts.made, about(feature), sections);
  }

  private List<String> about(FeatureFacts feature) {
    String active = "It is active in %s of the vectors.".formatted(percent(feature.density()));
    return feature
        .name()
        .map(name ->
            List.of(
                "The name is %s: on %ss that had no part in choosing it, the AUROC is %s; above the best threshold %s have the attribute (%s of all do), which are %s of those that have it."
                    .formatted(
                        name.sure().word(),
                        facts.unit,
                        Show.score(name.detection().auroc()),
                        Show.percent(name.detection().precision()),
                        Show.percent(name.detection().prevalence()),
                        Show.percent(name.detection().recall())),
                active))
        .orElse(
            List.of(
                "No attribute is detected beyond chance%s."
                    .formatted(
                        feature.terms().isPresent()
                            ? ": the name is made of words, see below"
                            : ": it has no name"),
                active));
  }

  private static Html histogram(FeatureFacts feature) {
    int[] bars = feature.histogram();
    Plot plot = new Plot(470, 150, "Vectors by activation");
    int most = 1;
    for (int bar : bars) {
      most = Math.max(most, bar);
    }
    Plot.Axis y = new Plot.Axis(0, most, 120, 18);
    double width = 470.0 / bars.length;
    for (int i = 0; i < bars.length; i++) {
      String until = String.format(Locale.ROOT, "%.1f", (i + 1) * feature.largest() / bars.length);
      plot.bar(
          width * i,
          y.at(bars[i]),
          width - 3,
          120 - y.at(bars[i]),
          "day input",
          "up to " + until + ": " + Show.count(bars[i], "vector"));
      plot.text(width * i + width / 2, 136, "middle", "tick", until);
      plot.text(
          width * i + width / 2,
          y.at(bars[i]) - 4,
          "middle",
          "tick",
          bars[i] == 0 ? "" : Show.count(bars[i]));
    }
    return Html.styled(
        "div",
        "panels",
        Html.styled("figure", "panel", plot.line(0, 120, 470, 120, "axis").html()),
        Html.of("div"));
  }

  private static Html attributes(FeatureFacts feature) {
    Table table =
        new Table()
            .words("attribute")
            .numbers("AUROC")
            .numbers("guard")
            .numbers("precision")
            .numbers("recall")
            .numbers("F1")
            .numbers("have it");
    for (FeatureFacts.Named each : feature.detections()) {
      Detection detection = each.detection();
      table.row(
          each.attribute(),
          Show.score(detection.auroc()),
          Show.score(each.guard()),
          Show.percent(detection.precision()),
          Show.percent(detection.recall()),
          Show.score(detection.f1()),
          Show.percent(detection.prevalence()));
    }
    return Part.of(
        "attributes",
        "What it detects",
        feature.detections().isEmpty() ? Part.note("Nothing beyond chance.") : table.sortable());
  }

  private Html words(FeatureTerms terms) {
    Table table =
        new Table()
            .words("word")
            .numbers("keyness")
            .numbers("guard")
            .numbers("AUROC")
            .numbers("precision")
            .numbers("recall")
            .numbers("have it");
    for (FeatureTerms.Term each : terms.terms()) {
      Detection detection = each.detection();
      table.row(
          each.text(),
          String.format(Locale.ROOT, "%.1f", each.keyness()),
          String.format(Locale.ROOT, "%.1f", each.guard()),
          Show.score(detection.auroc()),
          Show.percent(detection.precision()),
          Show.percent(detection.recall()),
          Show.percent(detection.prevalence()));
    }
    return Part.of(
        "words",
        "What the texts of its strongest " + facts.unit + "s share",
        Part.note(
            "The words are %s. Keyness: log-odds of a word in the texts of the %ss in which the feature is strongest, against all others, in standard deviations, on one half of the %ss; guard: the largest that any word of any feature reaches when texts are dealt anew. The other numbers are of the other half: how well the feature detects that the text has the word."
                .formatted(terms.sure().word(), facts.unit, facts.unit)),
        table.html());
  }

  private Html effects(FeatureFacts feature) {
    Table table = new Table().words("raised").numbers("by").words("lowered").numbers("by");
    int rows = Math.max(feature.raised().size(), feature.lowered().size());
    for (int i = 0; i < rows; i++) {
      table.row(
          what(feature.raised(), i),
          by(feature.raised(), i),
          what(feature.lowered(), i),
          by(feature.lowered(), i));
    }
    return Part.of(
        "effects",
        "What its direction changes",
        Part.note("By " + facts.change + "."),
        table.html());
  }

  private static String what(List<FeatureFacts.Effect> effects, int i) {
    return i < effects.size() ? effects.get(i).what() : "";
  }

  private static String by(List<FeatureFacts.Effect> effects, int i) {
    return i < effects.size() ? Show.signed(effects.get(i).change()) : "";
  }

  private Html top(FeatureFacts feature) {
    Table table = new Table().words(facts.unit).numbers("activation").words("facts");
    for (FeatureFacts.Top each : feature.top()) {
      table.row(
          facts.names.get(each.row()),
          String.format(Locale.ROOT, "%.2f", each.activation()),
          String.join(" · ", each.facts()));
    }
    return Part.of("top", "Where it is strongest", table.html());
  }
}
