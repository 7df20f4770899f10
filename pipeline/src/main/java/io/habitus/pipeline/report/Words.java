package io.habitus.pipeline.report;

import io.habitus.core.target.Task;
import io.habitus.pipeline.report.ReportData.Difference;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.SplitFacts;
import java.util.List;

/** Names and phrases that several parts of the report share. */
final class Words {
  private Words() {}

  /** A task's name as a title. */
  static String task(String name) {
    return switch (name) {
      case Task.CHURN -> "Churn";
      case Task.CONVERSION -> "Conversion";
      case Task.CATEGORY -> "Category propensity";
      case Task.SKU -> "Item propensity";
      case Task.NEW_SKU -> "New-item propensity";
      case Task.PRICE -> "Price propensity";
      default -> name;
    };
  }

  /** What a task asks, in a sentence. */
  static String question(String name, String targetEvent) {
    return switch (name) {
      case Task.CHURN ->
          "Which of the active clients will have no " + targetEvent + " in the window?";
      case Task.CONVERSION -> "The same question about all clients.";
      case Task.CATEGORY ->
          "From which of the categories will the client's " + targetEvent + " be?";
      case Task.SKU -> "Which of the most frequent items will the client's " + targetEvent + " be?";
      case Task.NEW_SKU -> "Which of the items that are new in the window?";
      case Task.PRICE -> "In which price buckets?";
      default -> "A target of the user's own.";
    };
  }

  static String scoreWithInterval(Score score) {
    return Show.score(score.value())
        + score
            .interval()
            .map(i -> " (" + Show.score(i.low()) + " to " + Show.score(i.high()) + ")")
            .orElse("");
  }

  static String difference(Difference d) {
    return "%s − %s = %s (%s to %s)"
        .formatted(
            d.one(),
            d.other(),
            Show.signed(d.value()),
            Show.signed(d.interval().low()),
            Show.signed(d.interval().high()));
  }

  /** Both target windows, with their ends as the split has them. */
  static String windows(SplitFacts facts) {
    var split = facts.split();
    return "input before %s; train target from then, validation target from %s to %s (UTC)"
        .formatted(
            Show.instant(split.trainStart()),
            Show.instant(split.validationStart()),
            Show.minute(split.end()));
  }

  /** "a", "a and b", "a, b and c". */
  static String list(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  static String plural(long number, String one, String many) {
    return Show.count(number) + " " + (number == 1 ? one : many);
  }
}
