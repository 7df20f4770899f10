package io.habitus.recommend.experiment;

import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.Protocol;
import io.habitus.recommend.metrics.Score;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an experiment found.
 *
 * @param title of the report
 * @param protocol what the numbers mean
 * @param seeds of models that depend on one
 * @param rows one for each model
 * @param reference the model that the others are compared with
 * @param comparisons reference minus other, over the same users
 */
public record ExperimentReport(
    String title,
    Protocol protocol,
    List<Long> seeds,
    List<Row> rows,
    String reference,
    List<Comparison> comparisons) {
  private static final List<String> SHOWN =
      List.of("HR@5", "HR@10", "HR@20", "NDCG@5", "NDCG@10", "NDCG@20", "MRR");

  public ExperimentReport {
    seeds = List.copyOf(seeds);
    rows = List.copyOf(rows);
    comparisons = List.copyOf(comparisons);
  }

  /**
   * One model; scores are means over its fits.
   *
   * @param model its name
   * @param fits with different seeds
   * @param groups all cases, then parts of them
   * @param seedDeviation standard deviation of NDCG@10 between fits
   * @param coverage share of items in somebody's list of ten
   * @param novelty of lists of ten, in bits
   * @param unanswered cases without a list
   * @param seconds of all fits and rankings, on whatever machine this ran
   */
  public record Row(
      String model,
      int fits,
      List<Group> groups,
      double seedDeviation,
      double coverage,
      double novelty,
      int unanswered,
      double seconds) {
    public Row {
      groups = List.copyOf(groups);
    }
  }

  /**
   * How much better the reference is than another model.
   *
   * @param model the other
   * @param group of cases
   * @param measure compared
   * @param difference reference minus other
   */
  public record Comparison(
      String model, String group, String measure, PairedDifference difference) {}

  /** The row of a model. */
  public Row row(String model) {
    return rows.stream()
        .filter(row -> row.model().equals(model))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row " + model));
  }

  /** The scores of a model over a group of cases; empty where the group has none. */
  public Optional<Group> group(String model, String name) {
    return row(model).groups().stream()
        .filter(group -> group.name().equals(name) && group.cases() > 0)
        .findFirst();
  }

  /** The reference minus another model; empty where they were not compared. */
  public Optional<PairedDifference> comparison(String model, String group) {
    return comparisons.stream()
        .filter(each -> each.model().equals(model) && each.group().equals(group))
        .map(Comparison::difference)
        .findFirst();
  }

  /** All of it for people. */
  public String markdown() {
    StringBuilder text = new StringBuilder("# " + title + "\n\n" + protocol.sentence() + "\n\n");
    text.append(
        "Seeds: %s. Intervals (%s) are over users, not over trainings; the deviation is of NDCG@10 between seeds.\n"
            .formatted(seeds, confidence()));
    for (Group group : rows.getFirst().groups()) {
      if (group.cases() > 0) {
        table(text, group.name(), group.cases());
      }
    }
    lists(text);
    if (!comparisons.isEmpty()) {
      comparisons(text);
      claims(text);
    }
    return text.toString();
  }

  private String confidence() {
    for (Group group : rows.getFirst().groups()) {
      for (Score score : group.scores().values()) {
        Interval interval = score.interval();
        if (interval != null) {
          return number("%.0f %%", 100 * interval.confidence());
        }
      }
    }
    return "none were asked for";
  }

  private void table(StringBuilder text, String name, int cases) {
    List<String> columns =
        SHOWN.stream()
            .filter(measure -> rows.getFirst().groups().getFirst().scores().containsKey(measure))
            .toList();
    text.append("\n## Right item: %s (%,d cases)\n\n| model |".formatted(name, cases));
    columns.forEach(column -> text.append(" ").append(column).append(" |"));
    text.append("\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
    for (Row row : rows) {
      Group group =
          row.groups().stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
      text.append("| ").append(row.model()).append(" |");
      for (String column : columns) {
        text.append(" ").append(cell(group, column)).append(" |");
      }
      text.append('\n');
    }
  }

  private static String cell(Group group, String measure) {
    Score score = group.scores().get(measure);
    if (score == null) {
      return "";
    }
    return measure.endsWith("@10") ? score.text() : number("%.4f", score.value());
  }

  private void lists(StringBuilder text) {
    text.append("\n## Lists of ten\n\n")
        .append("| model | fits | deviation | coverage | novelty, bits | unanswered | seconds |\n")
        .append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (Row row : rows) {
      text.append(
          number(
              "| %s | %d | %.4f | %.3f | %.2f | %,d | %,.0f |\n",
              row.model(),
              row.fits(),
              row.seedDeviation(),
              row.coverage(),
              row.novelty(),
              row.unanswered(),
              row.seconds()));
    }
  }

  private void comparisons(StringBuilder text) {
    text.append("\n## %s minus the others\n\n".formatted(reference))
        .append("| other | right item | measure | difference | interval | p | |\n")
        .append("| --- | --- | --- | ---: | --- | ---: | --- |\n");
    for (Comparison each : comparisons) {
      PairedDifference difference = each.difference();
      text.append(
          number(
              "| %s | %s | %s | %+.4f | [%+.4f, %+.4f] | %.3f | %s |\n",
              each.model(),
              each.group(),
              each.measure(),
              difference.difference(),
              difference.interval().low(),
              difference.interval().high(),
              difference.p(),
              difference.claim().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
  }

  private void claims(StringBuilder text) {
    text.append("\n## What follows\n\n| claim | | because |\n| --- | --- | --- |\n");
    for (Claim claim : Claim.of(this)) {
      text.append(
          "| %s | %s | %s |\n"
              .formatted(claim.statement(), claim.verdict().text(), claim.because()));
    }
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
