package io.habitus.pipeline.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of a page. Text and attribute values are escaped, always; the result is also
 * well-formed XML.
 */
final class Html {
  private static final Set<String> VOID = Set.of("meta", "br", "hr", "col", "input");

  private final String tag;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<String> content = new ArrayList<>();

  private Html(String tag) {
    this.tag = tag;
  }

  /** An element with elements and texts (anything else, by its {@code toString}) inside. */
  static Html of(String tag, Object... content) {
    return new Html(tag).add(content);
  }

  /** An element of a class. */
  static Html styled(String tag, String style, Object... content) {
    return of(tag, content).attr("class", style);
  }

  /** A stylesheet or script of our own, not escaped. */
  static Html verbatim(String tag, String text) {
    Html html = new Html(tag);
    html.content.add(text);
    return html;
  }

  Html attr(String name, Object value) {
    attributes.put(name, value.toString());
    return this;
  }

  Html add(Object... more) {
    for (Object each : more) {
      switch (each) {
        case Html html -> content.add(html.toString());
        case Iterable<?> all -> all.forEach(this::add);
        default -> content.add(escape(each.toString()));
      }
    }
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("<").append(tag);
    attributes.forEach((name, value) ->
        text.append(' ').append(name).append("=\"").append(escape(value)).append('"'));
    if (VOID.contains(tag)) {
      return text.append("/>").toString();
    }
    text.append('>');
    content.forEach(text::append);
    return text.append("</").append(tag).append('>').toString();
  }

  /** Characters that XML does not allow at all become U+FFFD. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF);
  }
}
