package io.habitus.pipeline.report;

/** Sections and what folds. */
final class Part {
  private Part() {}

  static Html of(String id, String title, Object... content) {
    return Html.of("section", Html.of("h2", title)).add(content).attr("id", id);
  }

  /** A sentence beside what it explains. */
  static Html note(String text) {
    return Html.styled("p", "muted", text);
  }

  /** A number and what it counts. */
  static Html tile(String number, String what) {
    return Html.styled("div", "tile", Html.of("b", number), Html.of("span", what));
  }

  /**
   * The last section of most reports.
   *
   * @param recipe with every default; empty where there was none
   */
  static Html repeat(String commands, String recipe) {
    Html section = of("repeat", "How to repeat it", code(commands));
    return recipe.isEmpty() ? section : section.add(folded("The effective recipe", code(recipe)));
  }

  private static Html code(String text) {
    return Html.of("pre", Html.of("code", text));
  }

  /** Content behind a line that opens it; printed open. */
  static Html folded(String title, Object... content) {
    return Html.of("details", Html.of("summary", title)).add(content);
  }
}
