package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.DataFacts;
import io.habitus.pipeline.report.ReportData.SplitFacts;
import io.habitus.pipeline.report.ReportData.TypeFacts;
import java.util.ArrayList;
import java.util.List;

/** The log and its split. */
final class DataPart {
  private DataPart() {}

  static List<Html> of(ReportData data) {
    List<Html> sections = new ArrayList<>();
    data.data().ifPresent(facts -> sections.add(log(facts, data)));
    data.split().ifPresent(split -> sections.add(split(split, data)));
    return sections;
  }

  private static Html log(DataFacts facts, ReportData data) {
    return Part.of(
        "data",
        "Data",
        Html.styled(
            "div",
            "tiles",
            Part.tile(Show.count(facts.events()), "events"),
            Part.tile(Show.count(facts.clients()), "clients"),
            Part.tile(
                String.format(
                    java.util.Locale.ROOT,
                    "%.1f",
                    facts.clients() == 0 ? 0 : (double) facts.events() / facts.clients()),
                "events per client"),
            Part.tile(Show.count(facts.longest()), "events of the longest history")),
        Html.of(
            "p",
            facts.source()
                + ", from "
                + Show.minute(facts.firstEvent())
                + " to "
                + Show.minute(facts.lastEvent())
                + " UTC. Source hash ",
            Html.of("code", Words.cut(facts.hash(), 17)),
            "."),
        Html.styled(
            "figure",
            "wide",
            Html.of("figcaption", "Events per day, and what the split makes of them"),
            Html.styled("div", "scroll", DayPlot.of(facts, data.split().map(SplitFacts::split)))),
        Html.styled(
            "div",
            "panels",
            Html.styled("figure", "panel", Html.of("figcaption", "Events by type"), types(facts)),
            Html.styled(
                "figure",
                "panel",
                Html.of("figcaption", "Clients by number of events"),
                LengthPlot.of(facts.lengths()))));
  }

  private static Html types(DataFacts facts) {
    Table table = new Table().words("type").numbers("events").numbers("share");
    for (TypeFacts type : facts.types()) {
      Object name =
          type.target()
              ? Html.of("span", type.name(), Html.styled("small", "interval", "the target event"))
              : type.name();
      String share =
          facts.events() == 0
              ? "–"
              : String.format(
                  java.util.Locale.ROOT, "%.1f %%", 100.0 * type.events() / facts.events());
      table.row(name, Show.count(type.events()), share);
    }
    return table.html();
  }

  private static Html split(SplitFacts facts, ReportData data) {
    var split = facts.split();
    Table table =
        new Table()
            .words("part")
            .words("from")
            .words("until")
            .numbers(facts.targetEvent())
            .numbers("clients with one")
            .words("use");
    String begin = data.data().map(d -> Show.minute(d.firstEvent())).orElse("the first event");
    table.row("input", begin, Show.instant(split.trainStart()), "", "", "all that profiles see");
    table.row(
        "train target",
        Show.instant(split.trainStart()),
        Show.instant(split.validationStart()),
        Show.count(facts.train().events()),
        Show.count(facts.train().clients()),
        "the probe learns from it");
    table.row(
        "validation target",
        Show.instant(split.validationStart()),
        Show.minute(split.end()) + " (inclusive)",
        Show.count(facts.validation().events()),
        Show.count(facts.validation().clients()),
        "scores are computed on it");
    Html section =
        Part.of(
            "split",
            "Split",
            table.html(),
            Part.note(
                Show.count(facts.relevant(), "client")
                    + " are scored; "
                    + Show.count(facts.active())
                    + " of them have a "
                    + facts.targetEvent()
                    + " in the input and count as active. Times are UTC."));
    data.skipped()
        .forEach(skipped ->
            section.add(Part.note("No task " + skipped.task() + ": " + skipped.reason() + ".")));
    return section;
  }
}
