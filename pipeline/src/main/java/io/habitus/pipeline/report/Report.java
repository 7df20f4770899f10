package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the report: one HTML file that asks for nothing else, readable years later. */
public final class Report {
  public static final String FILE = "report.html";

  private Report() {}

  /** Writes a file, by atomic rename. */
  public static void write(Path file, ReportData data) {
    WholeFile.write(file, html(data));
  }

  /** The page as text. */
  public static String html(ReportData data) {
    List<Html> sections = new ArrayList<>();
    sections.addAll(ScoresPart.of(data));
    sections.addAll(DataPart.of(data));
    sections.addAll(TasksPart.of(data));
    sections.addAll(ReadBackPart.of(data));
    sections.addAll(ProfileFeaturesPart.of(data));
    sections.addAll(RecommenderPart.of(data));
    sections.addAll(ExamplesPart.of(data));
    sections.addAll(TrustPart.of(data));
    String version = data.repeat().provenance().tool().version();
    return Page.of(data.title(), head(data), sections, version, data.made());
  }

  private static Html head(ReportData data) {
    Html head = Page.head(data.title(), data.made());
    head.add(navigation(data), Page.summary(Summary.of(data)));
    if (!data.warnings().isEmpty()) {
      head.add(
          Html.styled(
              "div",
              "warnings",
              Html.of("b", "Read this first"),
              Html.of("ul", data.warnings().stream().map(w -> Html.of("li", w)).toList())));
    }
    return head;
  }

  private static Html navigation(ReportData data) {
    Html nav = Html.of("nav").attr("aria-label", "Sections");
    link(nav, "scores", "Scores");
    if (data.leaderboard().size() > 1) {
      link(nav, "leaderboard", "Leaderboard");
    }
    if (!data.differences().isEmpty()) {
      link(nav, "better", "Who is better");
    }
    data.crossCheck().ifPresent(check -> link(nav, "check", "By the " + check.probe()));
    data.data().ifPresent(d -> link(nav, "data", "Data"));
    data.split().ifPresent(s -> link(nav, "split", "Split"));
    link(nav, "tasks", "Tasks");
    if (!data.readBack().isEmpty()) {
      link(nav, "readback", "Read back");
    }
    if (!data.explained().isEmpty()) {
      link(nav, "features", "What columns mean");
    }
    data.recommender().ifPresent(facts -> link(nav, "recommender", "What comes next"));
    if (!data.examples().isEmpty()) {
      link(nav, "examples", "Clients");
    }
    link(nav, "profiles", "Leaks");
    link(nav, "repeat", "Repeat it");
    return nav;
  }

  private static void link(Html nav, String id, String title) {
    nav.add(Html.of("a", title).attr("href", "#" + id));
  }
}
