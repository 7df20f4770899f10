package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.recommend.experiment.Claim;
import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.Protocol;
import io.habitus.recommend.metrics.RankingResult;
import io.habitus.recommend.sequential.ItemVectors;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report of a comparison of recommenders, its protocol first. */
public final class ExperimentPage {
  private static final String MEASURE = "NDCG@10";
  private static final List<String> MEASURES = List.of("HR@10", MEASURE, "MRR");
  private static final List<String> MORE = List.of("HR@5", "HR@20", "NDCG@5", "NDCG@20");
  private static final List<String> WHOLE =
      List.of(RankingResult.ALL, RankingResult.WARM, RankingResult.COLD);

  /** Groups by frequency, as the axis calls them. */
  private static final Map<String, String> FREQUENCIES = new LinkedHashMap<>();

  static {
    FREQUENCIES.put(RankingResult.COLD, "never (cold)");
    FREQUENCIES.put("in training 1–4 times", "1–4 times");
    FREQUENCIES.put("in training 5–19 times", "5–19 times");
    FREQUENCIES.put("in training 20 times and more", "20 and more");
  }

  private final ExperimentReport report;
  private final List<String> commands;

  private ExperimentPage(ExperimentReport report, List<String> commands) {
    this.report = report;
    this.commands = commands;
  }

  /**
   * Writes a file, by atomic rename.
   *
   * @param commands that repeat the experiment; none: the page has no such section
   */
  public static void write(
      Path file, ExperimentReport report, List<String> commands, Instant made) {
    WholeFile.write(file, html(report, commands, made));
  }

  /** The page as text. */
  public static String html(ExperimentReport report, List<String> commands, Instant made) {
    ExperimentPage page = new ExperimentPage(report, commands);
    return Page.of(report.title(), made, List.of(), page.sections());
  }

  private List<Html> sections() {
    List<Html> sections = new ArrayList<>(List.of(protocol()));
    claims().ifPresent(sections::add);
    sections.add(scores());
    sweep().ifPresent(sections::add);
    frequency().ifPresent(sections::add);
    better().ifPresent(sections::add);
    sections.add(lists());
    if (!commands.isEmpty()) {
      sections.add(Part.repeat(String.join("\n", commands), ""));
    }
    return sections;
  }

  private Html protocol() {
    Protocol protocol = report.protocol();
    Html tiles =
        Html.styled(
            "div",
            "tiles",
            Part.tile(Show.count(protocol.users()), "users"),
            Part.tile(Show.count(protocol.items()), "items"),
            Part.tile(Show.count(protocol.interactions()), "interactions"),
            Part.tile(Show.count(protocol.learnedFrom()), "of them learned from"),
            Part.tile(Show.count(protocol.cold()), "items never in training"),
            Part.tile(Show.count(protocol.cases()), "cases asked"));
    return Part.of(
        "protocol",
        "What was asked",
        tiles,
        Html.of("p", protocol.sentence()),
        Html.of(
            "p",
            "Scores are means over cases%s. %s"
                .formatted(
                    report.seeds().size() > 1
                        ? " and over fits with the seeds " + Words.list(seeds())
                        : ", of one fit with the seed " + report.seeds().getFirst(),
                    intervals())));
  }

  private List<String> seeds() {
    return report.seeds().stream().map(Object::toString).toList();
  }

  private String intervals() {
    return confidence()
        .map(share ->
            "Intervals hold the middle "
                + Show.percent(share)
                + " of draws of users with all their cases; they do not cover the randomness of"
                + " training, for which there are seeds.")
        .orElse("No intervals were asked for.");
  }

  private Optional<Double> confidence() {
    return report.rows().getFirst().groups().stream()
        .flatMap(group -> group.scores().values().stream())
        .flatMap(score -> Optional.ofNullable(score.interval()).stream())
        .map(Interval::confidence)
        .findFirst();
  }

  private Optional<Html> claims() {
    List<Claim> claims = Claim.of(report);
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    Table table = new Table().words("claim").words("verdict").words("because");
    for (Claim claim : claims) {
      String style =
          switch (claim.verdict()) {
            case HOLDS -> "badge passed";
            case DOES_NOT_HOLD -> "badge refused";
            case NOT_SHOWN -> "badge unverified";
          };
      table.row(
          claim.statement(), Html.styled("span", style, claim.verdict().text()), claim.because());
    }
    return Optional.of(
        Part.of(
            "claims",
            "What it says",
            Part.note(
                "On this data and for these fits, over the same draws of users. Holds: the whole"
                    + " interval is on its side. Does not hold: the whole interval is on the other"
                    + " side. Not shown: neither. Quality counts as kept where the interval leaves"
                    + " no room for losing a tenth of it."),
            table.html()));
  }

  private Html scores() {
    Html section = Part.of("scores", "Scores");
    groups().stream()
        .filter(group -> !FREQUENCIES.containsKey(group) || WHOLE.contains(group))
        .forEach(group ->
            section.add(Html.of("h3", "Right item: " + title(group)), table(group, MEASURES)));
    section.add(Part.folded("Lists of other lengths", table(RankingResult.ALL, MORE)));
    return section;
  }

  /** Names of groups with cases. */
  private List<String> groups() {
    return report.rows().getFirst().groups().stream()
        .filter(group -> group.cases() > 0)
        .map(Group::name)
        .toList();
  }

  private String title(String group) {
    int cases = report.group(report.rows().getFirst().model(), group).orElseThrow().cases();
    return "%s (%s)".formatted(group, Show.count(cases, "case"));
  }

  private Html table(String group, List<String> wanted) {
    List<String> measures =
        wanted.stream()
            .filter(report.rows().getFirst().groups().getFirst().scores()::containsKey)
            .toList();
    Table table = new Table().words("model");
    measures.forEach(table::numbers);
    for (ExperimentReport.Row row : report.rows()) {
      List<Object> cells = new ArrayList<>(List.of(row.model()));
      for (String measure : measures) {
        Group found = report.group(row.model(), group).orElseThrow();
        cells.add(ScoreCell.of(found, measure, found.value(measure) == best(group, measure)));
      }
      table.row(cells.toArray());
    }
    return table.html();
  }

  private double best(String group, String measure) {
    return report.rows().stream()
        .flatMap(row -> report.group(row.model(), group).stream())
        .mapToDouble(found -> found.value(measure))
        .max()
        .orElse(0);
  }

  private Optional<Html> sweep() {
    List<Html> plots =
        WHOLE.stream().flatMap(group -> SweepPlot.of(report, group).stream()).toList();
    if (plots.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Part.of(
            "sweep",
            "How far an item's vector may leave its content",
            Part.note(
                "An item's vector is its content, of length 1, and a learned δ no longer than the"
                    + " bound. Frozen content is a bound of 0, fine-tuned content is none. Whiskers"
                    + " are intervals over users."),
            Html.styled("div", "panels", plots)));
  }

  private Optional<Html> frequency() {
    return FrequencyPlot.of(report, drawn(), FREQUENCIES)
        .map(plot -> {
          Html section = Part.of("frequency", "By how often the right item was seen", plot);
          FREQUENCIES.keySet().stream()
              .filter(groups()::contains)
              .filter(group -> !WHOLE.contains(group))
              .forEach(group ->
                  section.add(Part.folded("Right item: " + title(group), table(group, MEASURES))));
          return section;
        });
  }

  /** All models; of a sweep only the reference, else lines would hide each other. */
  private List<String> drawn() {
    return report.rows().stream()
        .map(ExperimentReport.Row::model)
        .filter(
            model -> model.equals(report.reference()) || ItemVectors.maxDeltaNorm(model).isEmpty())
        .toList();
  }

  private Optional<Html> better() {
    if (report.comparisons().isEmpty()) {
      return Optional.empty();
    }
    Html section =
        Part.of(
            "better",
            "Who is better",
            Part.note("Right of zero, %s is better than the other.".formatted(report.reference())));
    for (String group : WHOLE) {
      List<IntervalPlot.Row> rows =
          report.comparisons().stream()
              .filter(each -> each.group().equals(group))
              .map(each -> new IntervalPlot.Row(each.model(), fact(each.difference())))
              .toList();
      if (!rows.isEmpty()) {
        String caption = "%s of %s − that of …, %s".formatted(MEASURE, report.reference(), group);
        section.add(IntervalPlot.of(caption, rows));
      }
    }
    return Optional.of(section.add(Part.folded("All comparisons", comparisons())));
  }

  /** Of itself alone: this report corrects for no family. */
  private static PairedFact fact(PairedDifference difference) {
    return PairedFact.of(difference, difference.p());
  }

  private Html comparisons() {
    Table table =
        new Table()
            .words("other")
            .words("right item")
            .numbers(report.reference() + " − other")
            .numbers("p")
            .words("");
    for (ExperimentReport.Comparison each : report.comparisons()) {
      table.row(
          each.model(),
          each.group(),
          fact(each.difference()).cell(),
          Show.p(each.difference().p()),
          switch (each.difference().claim()) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case NO_DIFFERENCE_SHOWN -> "no difference shown";
          });
    }
    return table.sortable();
  }

  private Html lists() {
    Table table =
        new Table()
            .words("model")
            .numbers("fits")
            .numbers("deviation of " + MEASURE)
            .numbers("coverage")
            .numbers("novelty, bits")
            .numbers("unanswered")
            .numbers("time");
    for (ExperimentReport.Row row : report.rows()) {
      table.row(
          row.model(),
          row.fits(),
          row.fits() > 1 ? Show.score(row.seedDeviation()) : "–",
          number("%.3f", row.coverage()),
          number("%.2f", row.novelty()),
          Show.count(row.unanswered()),
          Show.seconds(row.seconds()));
    }
    return Part.of(
        "lists",
        "Lists of ten",
        Part.note(
            "The deviation is between fits with different seeds. Coverage is the share of all items"
                + " in somebody's list; novelty the mean of −log2 of an item's share of training;"
                + " unanswered are cases whose history says nothing to the model."),
        table.html());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
