package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.interpret.FeatureTerms;
import io.habitus.recommend.metrics.Group;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The report of an experiment with features: protocol, recommender, meanings, steering. */
public final class FeaturesPage {
  private static final List<String> MEASURES = List.of("HR@10", "NDCG@10", "MRR");
  private static final int NAMES = 20;

  private final FeaturesReport report;

  private FeaturesPage(FeaturesReport report) {
    this.report = report;
  }

  /**
   * Writes a file, by atomic rename. It leads to {@code features/index.html} beside it.
   *
   * @param commands that repeat the experiment
   */
  public static void write(Path file, FeaturesReport report, List<String> commands, Instant made) {
    WholeFile.write(file, html(report, commands, made));
  }

  /** The page as text. */
  static String html(FeaturesReport report, List<String> commands, Instant made) {
    FeaturesPage page = new FeaturesPage(report);
    List<Html> sections = new ArrayList<>(List.of(page.recommender(), page.meanings()));
    if (!report.sweeps().isEmpty()) {
      sections.add(page.steering());
    }
    sections.add(Part.repeat(String.join("\n", commands), ""));
    return Page.of(report.title(), made, List.of(), sections);
  }

  private Html recommender() {
    Table table = new Table().words("right item").numbers("cases");
    MEASURES.forEach(table::numbers);
    for (Group group : report.quality().groups()) {
      if (group.cases() > 0) {
        List<Object> cells = new ArrayList<>(List.of(group.name(), Show.count(group.cases())));
        MEASURES.forEach(measure -> cells.add(ScoreCell.of(group, measure, false)));
        table.row(cells.toArray());
      }
    }
    return Part.of(
        "recommender",
        "The recommender: " + report.quality().model(),
        Html.of("p", report.quality().protocol().sentence()),
        table.html());
  }

  private Html meanings() {
    return Part.of(
        "features",
        "What its features mean",
        Html.of("p", report.autoencoder().sentence()),
        Html.of("p", Html.of("a", "A page for each feature").attr("href", "features/index.html")),
        ClarityTable.of(report.autoencoder().interpretation().clarity()),
        Html.of("h3", "Names"),
        names(),
        words());
  }

  private Html names() {
    List<FeatureFacts> named = report.autoencoder().interpretation().named();
    if (named.isEmpty()) {
      return Part.note("No attribute is detected beyond chance.");
    }
    return NamesTable.of(named, NAMES);
  }

  /** What the texts of their strongest items share. */
  private List<Html> words() {
    List<FeatureFacts> worded = report.autoencoder().interpretation().worded();
    if (worded.isEmpty()) {
      return List.of();
    }
    Table table =
        new Table()
            .numbers("feature")
            .words("words")
            .words("sure?")
            .numbers("AUROC of the first")
            .numbers("precision")
            .numbers("active")
            .words("attribute");
    for (FeatureFacts each : worded.subList(0, Math.min(NAMES, worded.size()))) {
      FeatureTerms terms = each.terms().orElseThrow();
      table.row(
          each.feature(),
          terms.text(),
          terms.sure().word(),
          Show.score(terms.terms().getFirst().detection().auroc()),
          Show.percent(terms.terms().getFirst().detection().precision()),
          Show.percent(each.density()),
          each.name().map(FeatureName::text).orElse("–"));
    }
    return List.of(Html.of("h3", "Words of their items' texts"), table.sortable());
  }

  private Html steering() {
    Html section =
        Part.of(
            "steering",
            "Steering",
            Part.note(
                "Features are set to multiples of their largest activation wherever a list is made;"
                    + " 0 removes them. Reconstruction is the price of the autoencoder's own"
                    + " errors. Others move: the mean change of the other attributes' shares."));
    for (FeaturesReport.Sweep sweep : report.sweeps()) {
      section.add(Html.of("h3", "Towards " + sweep.target()), Html.of("p", sweep.sentence()));
      sweep.curve().ifPresent(curve -> section.add(SteeringPart.of(curve, sweep::label)));
    }
    return section;
  }
}
