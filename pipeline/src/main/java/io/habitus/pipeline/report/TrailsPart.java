package io.habitus.pipeline.report;

import java.util.List;
import java.util.Locale;

/** What came before the strongest vectors of a feature: a row of steps for each. */
final class TrailsPart {
  private static final int LONGEST_NAME = 60;

  private TrailsPart() {}

  static Html of(Trails trails, List<Trail> found) {
    return Part.of(
        "histories",
        "What came before",
        Part.note(trails.note()),
        found.stream().map(TrailsPart::trail).toList());
  }

  private static Html trail(Trail trail) {
    String head =
        String.format(Locale.ROOT, "%s, activation %.2f", trail.who(), trail.activation())
            + (trail.summary().isEmpty() ? "" : "; " + trail.summary());
    return Html.styled(
        "figure",
        "trail",
        Html.of("figcaption", head),
        Html.of("ol", trail.steps().stream().map(TrailsPart::step).toList()));
  }

  private static Html step(Trail.Step step) {
    String name = step.what();
    boolean isLong = name.codePointCount(0, name.length()) > LONGEST_NAME;
    Html item =
        Html.of(
                "li",
                isLong
                    ? name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)).strip() + "…"
                    : name,
                Html.of("small", step.beside()))
            .attr("style", String.format(Locale.ROOT, "--on: %.2f", step.shade()));
    return isLong ? item.attr("title", name) : item;
  }
}
