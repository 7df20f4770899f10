package io.habitus.pipeline.report;

/** Sections and what folds. */
final class Part {
  private Part() {}

  static Html of(String id, String title, Object... content) {
    return Html.of("section", Html.of("h2", title)).add(content).attr("id", id);
  }

  /** Content behind a line that opens it; printed open. */
  static Html folded(String title, Object... content) {
    return Html.of("details", Html.of("summary", title)).add(content);
  }
}
