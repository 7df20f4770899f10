package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.core.provenance.Tool;
import io.habitus.explain.interpret.Clarity;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.recommend.metrics.Group;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    Html head =
        Html.of(
            "header",
            Html.styled("p", "kicker", "Habitus report, " + Show.minute(made) + " UTC"),
            Html.of("h1", report.title()));
    List<Html> sections = new ArrayList<>(List.of(page.recommender(), page.meanings()));
    if (!report.sweeps().isEmpty()) {
      sections.add(page.steering());
    }
    sections.add(
        Part.of(
            "repeat",
            "How to repeat it",
            Html.of("pre", Html.of("code", String.join("\n", commands)))));
    return Page.of(report.title(), head, sections, Tool.habitus().version(), made);
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
    Table clarity =
        new Table()
            .words("columns")
            .numbers("how many")
            .numbers("clear")
            .numbers("attributes found")
            .numbers("mean best AUROC");
    for (Clarity each : report.autoencoder().interpretation().clarity()) {
      clarity.row(
          each.what(),
          Show.count(each.columns()),
          Show.count(each.clearColumns()),
          each.clearAttributes() + " of " + each.attributes(),
          Show.score(each.meanBestAuroc()));
    }
    return Part.of(
        "features",
        "What its features mean",
        Html.of("p", report.autoencoder().sentence()),
        Html.of("p", Html.of("a", "A page for each feature").attr("href", "features/index.html")),
        clarity.html(),
        Html.of("h3", "Names"),
        names());
  }

  private Html names() {
    List<FeatureFacts> named = report.autoencoder().named();
    if (named.isEmpty()) {
      return Html.styled("p", "muted", "No attribute is detected beyond chance.");
    }
    Table table =
        new Table()
            .numbers("feature")
            .words("name")
            .words("sure?")
            .numbers("AUROC")
            .numbers("active");
    for (FeatureFacts each : named.subList(0, Math.min(NAMES, named.size()))) {
      FeatureName name = each.name().orElseThrow();
      table.row(
          each.feature(),
          name.text(),
          name.sure().name().toLowerCase(Locale.ROOT),
          Show.score(name.detection().auroc()),
          Show.percent(each.density()));
    }
    return table.sortable();
  }

  private Html steering() {
    Html section =
        Part.of(
            "steering",
            "Steering",
            Html.styled(
                "p",
                "muted",
                "Features are set to multiples of their largest activation wherever a list is made;"
                    + " 0 removes them. Reconstruction is the price of the autoencoder's own"
                    + " errors. Others move: the mean change of the other attributes' shares."));
    Html plots = Html.styled("div", "panels");
    for (FeaturesReport.Sweep sweep : report.sweeps()) {
      sweep.curve().ifPresent(curve -> plots.add(SteeringPlot.of(sweep, curve)));
    }
    section.add(plots);
    for (FeaturesReport.Sweep sweep : report.sweeps()) {
      section.add(Html.of("h3", "Towards " + sweep.target()), Html.of("p", sweep.sentence()));
      sweep.curve().ifPresent(curve -> section.add(table(sweep, curve)));
    }
    return section;
  }

  private static Html table(FeaturesReport.Sweep sweep, SteeringCurve curve) {
    Table table =
        new Table()
            .words("set to")
            .numbers("share in lists")
            .numbers("NDCG@10")
            .numbers("HR@10")
            .numbers("others move by")
            .words("most of all");
    for (int i = 0; i < curve.points().size(); i++) {
      SteeringCurve.Point point = curve.points().get(i);
      table.row(
          sweep.label(i),
          Show.score(point.share()),
          Show.score(point.ndcg()),
          Show.score(point.hitRate()),
          Show.score(point.collateral()),
          point.most());
    }
    return table.html();
  }
}
