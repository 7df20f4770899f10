package io.habitus.pipeline.report;

import io.habitus.core.provenance.Provenance;
import io.habitus.pipeline.report.ReportData.ProfileFacts;
import io.habitus.pipeline.report.ReportData.StepTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Leaks, cost, and how to repeat it all. */
final class TrustPart {
  private TrustPart() {}

  static List<Html> of(ReportData data) {
    List<Html> sections = new ArrayList<>();
    sections.add(profiles(data));
    if (!data.steps().isEmpty() || data.memory().isPresent()) {
      sections.add(cost(data));
    }
    sections.add(repeat(data));
    return sections;
  }

  private static Html profiles(ReportData data) {
    Table table =
        new Table()
            .words("profiles")
            .words("made by")
            .numbers("clients")
            .numbers("columns")
            .words("leak check")
            .words("why");
    for (ProfileFacts profile : data.profiles()) {
      String status = profile.leak().name().toLowerCase(Locale.ROOT);
      table.row(
          Html.of("strong", profile.name()),
          profile.origin(),
          Show.count(profile.clients()),
          Show.count(profile.width()),
          Html.styled("span", "badge " + status, status),
          profile.leakReason());
    }
    return Part.of(
        "profiles",
        "Profiles and leaks",
        Part.note(
            "A profile that has seen the target windows knows the answers. Passed: its"
                + " provenance says that it saw nothing at or after the cut-off. Unverified:"
                + " nobody can say. Refused: it saw later events."),
        table.html());
  }

  private static Html cost(ReportData data) {
    Html section = Part.of("cost", "Time and memory");
    if (!data.steps().isEmpty()) {
      double most = data.steps().stream().mapToDouble(StepTime::seconds).max().orElse(1);
      Table table = new Table().words("step").numbers("time").words("");
      for (StepTime step : data.steps()) {
        String width =
            String.format(Locale.ROOT, "%.1f%%", 100 * step.seconds() / Math.max(most, 1e-9));
        Html bar =
            Html.styled("span", step.reused() ? "meter reused" : "meter")
                .attr("style", "width:" + width);
        table.row(
            step.name(),
            Show.seconds(step.seconds()),
            Html.of("div", bar, step.reused() ? Html.styled("small", "muted", "reused") : ""));
      }
      section.add(table.html());
    }
    data.memory()
        .ifPresent(memory ->
            section.add(
                Html.of(
                    "p",
                    "Peak memory of the process: "
                        + Show.bytes(memory.anonymousBytes())
                        + " of its own, of "
                        + Show.bytes(memory.limitBytes())
                        + " allowed; apart from it, "
                        + Show.bytes(memory.mappedBytes())
                        + " of mapped files, which the system may drop at any time.")));
    return section;
  }

  private static Html repeat(ReportData data) {
    Provenance provenance = data.repeat().provenance();
    Html section = Part.repeat(String.join("\n", data.repeat().commands()), data.repeat().recipe());
    section.add(
        Part.note(
            "The same seed gives the same bits for any number of threads on a processor"
                + " with the same features and the same library versions."),
        facts(provenance));
    for (ProfileFacts profile : data.profiles()) {
      profile
          .provenance()
          .ifPresent(p -> section.add(Part.folded("Provenance of " + profile.name(), facts(p))));
    }
    return section;
  }

  private static Html facts(Provenance p) {
    Html list = Html.of("dl");
    fact(
        list,
        "made by",
        p.tool().name()
            + " "
            + p.tool().version()
            + (p.tool().commit() == null ? "" : ", commit " + p.tool().commit())
            + ", step "
            + p.step());
    fact(
        list,
        "from",
        Show.minute(p.started())
            + " to "
            + Show.minute(p.finished())
            + " UTC, "
            + p.threads()
            + " threads");
    fact(list, "cut-off", p.cutOff() == null ? "unknown" : Show.instant(p.cutOff()) + " UTC");
    fact(list, "seed", String.valueOf(p.seed()));
    fact(list, "data hash", String.valueOf(p.dataHash()));
    fact(
        list,
        "processor",
        p.machine().cpu() + " (" + String.join(" ", p.machine().features()) + ")");
    fact(
        list,
        "system",
        p.machine().os()
            + ", "
            + p.machine().processors()
            + " processors, "
            + Show.bytes(p.machine().memoryBytes()));
    p.versions().forEach((name, version) -> fact(list, name, version));
    p.parameters().forEach((name, value) -> fact(list, "parameter " + name, value));
    p.inputs().forEach((name, hash) -> fact(list, "input " + name, hash));
    return list;
  }

  private static void fact(Html list, String name, String value) {
    if (!value.equals("null")) {
      list.add(Html.of("dt", name), Html.of("dd", value));
    }
  }
}
