package io.habitus.cli.command;

import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.report.RecommenderFacts.ClientList;
import io.habitus.pipeline.report.RecommenderFacts.Listed;
import io.habitus.pipeline.report.RecommenderFacts.Ranked;
import io.habitus.pipeline.report.RecommenderFacts.Value;
import io.habitus.pipeline.report.RecommenderWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a recipe's recommender did, for a terminal. */
final class RecommenderOutcome {
  private static final int COLUMNS = 110;

  private RecommenderOutcome() {}

  static String text(RecommenderFacts facts) {
    StringBuilder text = new StringBuilder();
    paragraph(RecommenderWords.learned(facts) + " " + RecommenderWords.verdict(facts), text);
    text.append(table(facts)).append('\n');
    facts.lists().forEach(list -> text.append(list(list)).append('\n'));
    if (facts.listed() > 0) {
      paragraph(RecommenderWords.pleased(facts) + "\n", text);
    }
    facts.newItem().ifPresent(item -> paragraph(RecommenderWords.newItem(item) + "\n", text));
    facts.feature().ifPresent(feature -> paragraph(RecommenderWords.named(feature), text));
    facts.curve().ifPresent(curve -> text.append(SteerText.of(curve)));
    return text.toString();
  }

  /** Lines of at most {@value #COLUMNS} columns. */
  private static void paragraph(String sentences, StringBuilder into) {
    int column = 0;
    for (String word : sentences.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > COLUMNS) {
        into.append('\n');
        column = 0;
      }
      into.append(column == 0 ? "" : " ").append(word);
      column += (column == 0 ? 0 : 1) + word.length();
    }
    into.append('\n');
  }

  private static String table(RecommenderFacts facts) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "NDCG@10", "HR@10", "HR@10 of new items"));
    for (Ranked each : facts.table()) {
      rows.add(
          List.of(
              each.name(),
              value(each.ndcg()),
              value(each.hits()),
              each.coldHits().map(RecommenderOutcome::value).orElse("")));
    }
    return TextTable.of(rows);
  }

  private static String value(Value value) {
    return String.format(Locale.ROOT, "%.4f [%.3f %.3f]", value.mean(), value.low(), value.high());
  }

  private static String list(ClientList list) {
    List<List<String>> rows = new ArrayList<>();
    int rank = 0;
    for (Listed each : list.items()) {
      rank++;
      rows.add(List.of("  " + rank, each.item(), each.taken() ? "taken afterwards" : "-"));
    }
    StringBuilder text = new StringBuilder();
    String newest = String.join(", ", list.newest().subList(0, Math.min(3, list.newest().size())));
    paragraph(list.client() + ", who had " + newest + " last, is recommended", text);
    return text.append(TextTable.of(rows)).toString();
  }
}
