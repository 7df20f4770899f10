package io.habitus.pipeline.report;

import java.util.ArrayList;
import java.util.List;

/** A table with a head; columns of numbers stand right and can be sorted by a click. */
final class Table {
  private final List<Html> head = new ArrayList<>();
  private final List<String> styles = new ArrayList<>();
  private final List<Html> rows = new ArrayList<>();

  /** A column of words. */
  Table words(String title) {
    return column(title, "word");
  }

  /** A column of numbers. */
  Table numbers(String title) {
    return column(title, "number");
  }

  private Table column(String title, String style) {
    head.add(Html.styled("th", style, title).attr("scope", "col"));
    styles.add(style);
    return this;
  }

  /** A row with a cell (text or element) for each column. */
  Table row(Object... cells) {
    if (cells.length != styles.size()) {
      throw new IllegalArgumentException(
          "expected " + styles.size() + " cells, found " + cells.length);
    }
    Html row = Html.of("tr");
    for (int i = 0; i < cells.length; i++) {
      row.add(Html.styled("td", styles.get(i), cells[i]));
    }
    rows.add(row);
    return this;
  }

  /** In a frame that scrolls where the page is too narrow. */
  Html html() {
    return frame(Html.of("table"));
  }

  /** As {@link #html}, with columns that sort. */
  Html sortable() {
    return frame(Html.styled("table", "sortable"));
  }

  private Html frame(Html table) {
    table.add(Html.of("thead", Html.of("tr", head)), Html.of("tbody", rows));
    return Html.styled("div", "scroll", table);
  }
}
