package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.pipeline.report.AblationFacts.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The report of an ablation: a table and a plot for each way of taking a merge apart. */
public final class AblationPage {
  private final AblationFacts facts;

  private AblationPage(AblationFacts facts) {
    this.facts = facts;
  }

  /** Writes a file, by atomic rename. */
  public static void write(Path file, AblationFacts facts) {
    WholeFile.write(file, html(facts));
  }

  /** The page as text. */
  public static String html(AblationFacts facts) {
    AblationPage page = new AblationPage(facts);
    List<Html> sections =
        List.of(
            page.without(),
            page.added(),
            page.alone(),
            page.tasks(),
            page.protocol(),
            page.repeat());
    return Page.of(facts.title(), facts.made(), summary(facts), sections);
  }

  /** What a reader should take away, in sentences. */
  public static List<String> summary(AblationFacts facts) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s has %d members and a sum of %s over %s."
            .formatted(
                facts.merge(),
                facts.whole().members(),
                Show.score(facts.whole().sum()),
                Show.count(facts.tasks().size(), "task")));
    sentences.add(needed(facts));
    best(facts).ifPresent(sentences::add);
    return sentences;
  }

  private static String needed(AblationFacts facts) {
    List<String> needed = real(facts.without(), -1);
    List<String> harmful = real(facts.without(), 1);
    String rest =
        "no difference is shown when "
            + (needed.isEmpty() && harmful.isEmpty() ? "any" : "any other")
            + " single member is left out.";
    return (needed.isEmpty() ? "" : "It is worse without " + Words.list(needed) + "; ")
        + (harmful.isEmpty() ? "" : "it is better without " + Words.list(harmful) + "; ")
        + rest;
  }

  private static List<String> real(List<Row> rows, int sign) {
    return rows.stream()
        .filter(row ->
            row.toWhole().filter(d -> d.shown() && Math.signum(d.value()) == sign).isPresent())
        .map(Row::label)
        .toList();
  }

  private static Optional<String> best(AblationFacts facts) {
    return facts.alone().stream()
        .max(Comparator.comparingDouble(Row::sum))
        .flatMap(row ->
            row.toWhole()
                .map(d ->
                    "The best single member is %s with %s, %s against the whole%s."
                        .formatted(
                            row.label(),
                            Show.score(row.sum()),
                            d.text(),
                            d.shown() ? "" : ": no difference is shown")));
  }

  private Html without() {
    return Part.of(
        "without",
        "Leave one out",
        Part.note(
            "What the sum loses without each member. Left of zero: the member is worth something."),
        plot("Sum without the member − sum of the whole", facts.without(), "without "),
        table("without", facts.without()));
  }

  private Html added() {
    Table table =
        new Table()
            .words("members")
            .numbers("members in all")
            .numbers("columns")
            .numbers("sum")
            .numbers("added by this one")
            .numbers("p (Holm)")
            .numbers("to the whole");
    for (Row row : facts.added()) {
      table.row(
          row.members() == 1 ? row.label() : "… and " + row.label(),
          row.members(),
          row.width(),
          Show.score(row.sum()),
          cell(row.toPrevious()),
          p(row.toPrevious()),
          cell(row.toWhole()));
    }
    List<IntervalPlot.Row> rows =
        facts.added().stream()
            .flatMap(row ->
                row.toPrevious().stream().map(d -> new IntervalPlot.Row("+ " + row.label(), d)))
            .toList();
    return Part.of(
        "added",
        "Add one at a time",
        Part.note("Each row has the members of the row above and one more."),
        rows.isEmpty() ? "" : IntervalPlot.of("What each addition adds to the sum", rows),
        table.html());
  }

  private Html alone() {
    return Part.of(
        "alone",
        "Each by itself",
        Part.note("The member as it stands in the merge, scaled and imputed, without the others."),
        plot("Sum of the member − sum of the whole", facts.alone(), ""),
        table("member", facts.alone()));
  }

  private static Object plot(String caption, List<Row> all, String prefix) {
    List<IntervalPlot.Row> rows =
        all.stream()
            .flatMap(row ->
                row.toWhole().stream().map(d -> new IntervalPlot.Row(prefix + row.label(), d)))
            .toList();
    return rows.isEmpty() ? "" : IntervalPlot.of(caption, rows);
  }

  private Html table(String title, List<Row> rows) {
    Table table =
        new Table()
            .words(title)
            .numbers("columns")
            .numbers("sum")
            .numbers("to the whole")
            .numbers("p")
            .numbers("p (Holm)");
    table.row("the whole", facts.whole().width(), Show.score(facts.whole().sum()), "", "", "");
    for (Row row : rows) {
      table.row(
          row.label(),
          row.width(),
          Show.score(row.sum()),
          cell(row.toWhole()),
          row.toWhole().map(d -> Show.p(d.p())).orElse(""),
          p(row.toWhole()));
    }
    return table.html();
  }

  private static Object cell(Optional<PairedFact> difference) {
    return difference.<Object>map(PairedFact::cell).orElse("");
  }

  private static String p(Optional<PairedFact> difference) {
    return difference.map(d -> Show.p(d.holm())).orElse("");
  }

  private Html tasks() {
    Html section =
        Part.of(
            "tasks",
            "Task by task",
            Part.note("Score, and the paired difference to the whole with its interval."));
    section.add(Html.of("h3", "Leave one out"), byTask("without", facts.without()));
    section.add(Html.of("h3", "Add one at a time"), byTask("… and", facts.added()));
    section.add(Html.of("h3", "Each by itself"), byTask("member", facts.alone()));
    return section;
  }

  private Html byTask(String title, List<Row> rows) {
    Table table = new Table().words(title);
    facts.tasks().forEach(task -> table.numbers(Words.task(task)));
    List<Object> whole = new ArrayList<>(List.of("the whole"));
    facts.tasks().forEach(task -> whole.add(score(facts.whole(), task)));
    table.row(whole.toArray());
    for (Row row : rows) {
      List<Object> cells = new ArrayList<>(List.of(row.label()));
      facts.tasks().forEach(task -> cells.add(withDifference(row, task)));
      table.row(cells.toArray());
    }
    return table.html();
  }

  private static String score(Row row, String task) {
    return Show.score(row.scores().getOrDefault(task, Double.NaN));
  }

  private static Html withDifference(Row row, String task) {
    Html cell = Html.of("span", score(row, task));
    PairedFact difference = row.taskToWhole().get(task);
    if (difference != null) {
      String star = difference.shown() ? " *" : "";
      cell.add(Html.styled("small", "interval", difference.text() + star));
    }
    return cell;
  }

  private Html protocol() {
    return Part.of(
        "protocol",
        "How it was scored",
        Html.of(
            "p",
            "%s on %s; train target from %s, validation target from %s to %s (UTC). Scores by %s%s."
                .formatted(
                    Show.count(facts.clients(), "client"),
                    facts.source(),
                    Show.instant(facts.split().trainStart()),
                    Show.instant(facts.split().validationStart()),
                    Show.minute(facts.split().end()),
                    facts.probe(),
                    facts.probeSeeds().size() > 1
                        ? ", means over " + facts.probeSeeds().size() + " seeds"
                        : "")),
        Html.of(
            "p",
            "Intervals hold the middle "
                + Show.percent(facts.confidence())
                + " of "
                + Show.count(facts.resamples())
                + " resamples of all clients with replacement, the same ones for every variant and"
                + " task. They do not cover the randomness of training the members. p (Holm) is"
                + " corrected over three families: all differences of sums to the whole, all"
                + " additions, and all differences of single tasks, where * marks a value below "
                + PairedFact.REAL
                + ". Members are fitted once; a variant only leaves columns out."));
  }

  private Html repeat() {
    return Part.repeat(facts.command(), facts.recipe());
  }
}
