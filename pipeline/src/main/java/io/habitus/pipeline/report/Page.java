package io.habitus.pipeline.report;

import io.habitus.core.provenance.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The frame of every report: one HTML file that asks for nothing else. */
final class Page {
  private Page() {}

  /**
   * A page with a summary on top.
   *
   * @param summary sentences; none: the page begins with its sections
   * @param sections below it
   */
  static String of(String title, Instant made, List<String> summary, List<Html> sections) {
    Html head = head(title, made);
    if (!summary.isEmpty()) {
      head.add(summary(summary));
    }
    return of(title, head, sections, Tool.habitus().version(), made);
  }

  /** What and when. */
  static Html head(String title, Instant made) {
    return Html.of(
        "header",
        Html.styled("p", "kicker", "Habitus report, " + Show.minute(made) + " UTC"),
        Html.of("h1", title));
  }

  static Html summary(List<String> sentences) {
    return Html.styled("div", "summary", sentences.stream().map(s -> Html.of("p", s)).toList());
  }

  static String of(String title, Html head, List<Html> sections, String version, Instant made) {
    Html footer = Html.of("footer", "Habitus " + version + ", " + Show.minute(made) + " UTC");
    Html body =
        Html.of(
            "body",
            Html.of("main", head, sections, footer),
            Html.verbatim("script", resource("report.js")));
    return "<!doctype html>\n" + Html.of("html", pageHead(title), body).attr("lang", "en") + "\n";
  }

  private static Html pageHead(String title) {
    return Html.of(
        "head",
        Html.of("meta").attr("charset", "utf-8"),
        Html.of("meta")
            .attr("name", "viewport")
            .attr("content", "width=device-width, initial-scale=1"),
        Html.of("meta").attr("name", "color-scheme").attr("content", "light dark"),
        Html.of("title", title),
        Html.verbatim("style", resource("report.css")));
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the pipeline module");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
