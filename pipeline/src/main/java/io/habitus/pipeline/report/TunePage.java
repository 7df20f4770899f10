package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.pipeline.report.TuneFacts.Parameter;
import io.habitus.pipeline.report.TuneFacts.Rung;
import io.habitus.pipeline.report.TuneFacts.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of a search over parameters. */
public final class TunePage {
  private final TuneFacts facts;

  private TunePage(TuneFacts facts) {
    this.facts = facts;
  }

  /** Writes a file, by atomic rename. */
  public static void write(Path file, TuneFacts facts) {
    WholeFile.write(file, html(facts));
  }

  /** The page as text. */
  public static String html(TuneFacts facts) {
    TunePage page = new TunePage(facts);
    List<Html> sections =
        List.of(
            page.best(),
            page.compared(),
            page.parameters(),
            page.trials(),
            page.protocol(),
            page.repeat());
    return Page.of(facts.title(), facts.made(), summary(facts), sections);
  }

  /** What a reader should take away, in sentences. */
  public static List<String> summary(TuneFacts facts) {
    List<String> sentences = new ArrayList<>();
    Trial best = facts.bestTrial();
    sentences.add(
        "%s as the recipe has it: sum %s%s."
            .formatted(
                facts.profiles(), Show.score(sum(facts, facts.trials().getFirst())), size(facts)));
    boolean alone =
        facts.trials().stream()
            .noneMatch(trial -> trial.number() > 0 && trial.on(facts.compared()).isPresent());
    if (best.number() == 0) {
      sentences.add(
          (alone ? "No other trial was scored" : "None of the other trials scored higher")
              + ": keep the recipe as it is.");
    } else {
      sentences.add(
          "The best of %d: trial %d with %s%s. %s"
              .formatted(
                  facts.trials().size(),
                  best.number(),
                  Show.score(sum(facts, best)),
                  best.toDefault().map(d -> ", " + d.text()).orElse(""),
                  verdict(facts)));
    }
    if (facts.outOfTime()) {
      sentences.add("The time budget ended the search; the same command goes on from here.");
    }
    return sentences;
  }

  private static String verdict(TuneFacts facts) {
    String p = facts.bestTrial().toDefault().map(d -> Show.p(d.holm())).orElse("unknown");
    return facts.better()
        ? "It is better than the recipe as it is (p, corrected by Holm: " + p + ")."
        : "It is not shown to be better than the recipe as it is (p, corrected by Holm: "
            + p
            + "): the best of several is always a little lucky.";
  }

  private static double sum(TuneFacts facts, Trial trial) {
    return trial.on(facts.compared()).map(TuneFacts.Result::sum).orElse(Double.NaN);
  }

  /** Said where the verdict is not about whole trials. */
  private static String size(TuneFacts facts) {
    Rung rung = facts.rungs().get(facts.compared());
    return rung.share() == 1
        ? ""
        : " (at %s of the size: the whole was not reached by any other trial)"
            .formatted(Show.percent(rung.share()));
  }

  private Html best() {
    Table table = new Table().words("key").words("searched").words("recipe").words("best");
    Trial asItIs = facts.trials().getFirst();
    for (Parameter parameter : facts.parameters()) {
      table.row(
          Html.of("code", parameter.key()),
          parameter.choices(),
          asItIs.values().getOrDefault(parameter.key(), "–"),
          Html.of("strong", facts.bestTrial().values().getOrDefault(parameter.key(), "–")));
    }
    return Part.of("best", "The best setting", table.html());
  }

  private Html compared() {
    List<Trial> others =
        facts.trials().stream()
            .filter(trial -> trial.toDefault().isPresent())
            .sorted(Comparator.comparingDouble((Trial trial) -> -sum(facts, trial)))
            .toList();
    Html section =
        Part.of(
            "compared",
            "Against the recipe as it is",
            Part.note(
                "Trials of the largest size that was reached, on the same resampled clients. Right"
                    + " of zero: better than the recipe."));
    if (others.isEmpty()) {
      return section.add(Part.note("No other trial was scored."));
    }
    section.add(
        IntervalPlot.of(
            "Sum of the trial − sum of the recipe as it is",
            others.stream()
                .map(trial ->
                    new IntervalPlot.Row(
                        "trial " + trial.number(), trial.toDefault().orElseThrow()))
                .toList()));
    Table table =
        new Table().words("trial").numbers("sum").numbers("difference").numbers("p (Holm)");
    facts.tasks().forEach(task -> table.numbers(Words.task(task)));
    table.row(cells(facts.trials().getFirst()));
    others.forEach(trial -> table.row(cells(trial)));
    return section.add(table.html());
  }

  private Object[] cells(Trial trial) {
    List<Object> cells = new ArrayList<>();
    cells.add(trial.number() == 0 ? "the recipe" : Integer.toString(trial.number()));
    cells.add(Show.score(sum(facts, trial)));
    cells.add(trial.toDefault().<Object>map(PairedFact::cell).orElse(""));
    cells.add(trial.toDefault().map(d -> Show.p(d.holm())).orElse(""));
    for (String task : facts.tasks()) {
      cells.add(
          Show.score(
              trial
                  .on(facts.compared())
                  .map(result -> result.scores().getOrDefault(task, Double.NaN))
                  .orElse(Double.NaN)));
    }
    return cells.toArray();
  }

  private Html parameters() {
    List<Html> panels =
        facts.parameters().stream().map(each -> ScatterPlot.of(facts, each)).toList();
    return Part.of(
        "parameters",
        "Score by parameter",
        Part.note(
            "Every trial on the smallest rung, where all of them are comparable. Blue: the best of"
                + " all; orange: the recipe as it is."),
        Html.styled("div", "panels", panels),
        facts.rungs().size() > 1 ? Html.styled("div", "panels", RungPlot.of(facts)) : "");
  }

  private Html trials() {
    Table table = new Table().numbers("trial");
    facts.parameters().forEach(parameter -> table.words(shortened(parameter.key())));
    for (int rung = 0; rung < facts.rungs().size(); rung++) {
      table.numbers("sum at " + Show.percent(facts.rungs().get(rung).share()));
    }
    table.numbers("time").words("");
    for (Trial trial : facts.trials()) {
      List<Object> cells = new ArrayList<>(List.of(trial.number()));
      facts
          .parameters()
          .forEach(parameter -> cells.add(trial.values().getOrDefault(parameter.key(), "")));
      for (int rung = 0; rung < facts.rungs().size(); rung++) {
        cells.add(trial.on(rung).map(result -> Show.score(result.sum())).orElse(""));
      }
      cells.add(
          Show.seconds(trial.results().stream().mapToDouble(TuneFacts.Result::seconds).sum()));
      cells.add(trial.failure().map(reason -> Words.cut(reason, 80)).orElse(""));
      table.row(cells.toArray());
    }
    return Part.of("trials", "All trials", table.sortable());
  }

  /** Without the words that all keys share. */
  static String shortened(String key) {
    return key.replaceFirst("^(members|merge)\\.", "")
        .replace(".parameters.", " ")
        .replace('.', ' ');
  }

  private Html protocol() {
    Table table =
        new Table().numbers("size").numbers("clients scored").numbers("epochs").numbers("trials");
    for (int rung = 0; rung < facts.rungs().size(); rung++) {
      Rung each = facts.rungs().get(rung);
      int at = rung;
      long reached = facts.trials().stream().filter(trial -> trial.on(at).isPresent()).count();
      table.row(
          share(each.share()),
          Show.count(each.clients()),
          share(each.epochs()),
          Show.count(reached));
    }
    return Part.of(
        "protocol",
        "How it was searched",
        Html.of(
            "p",
            "%s. Trials see events before %s and are scored on targets from then to %s (UTC), all of"
                    .formatted(
                        facts.source(),
                        Show.instant(facts.split().trainStart()),
                        Show.minute(facts.split().end()))
                + " it before "
                + Show.instant(facts.outer().trainStart())
                + ", where the targets of the recipe's own evaluation begin: of those nothing was"
                + " seen. Label lists and active clients that came with the data are about a later"
                + " time and were derived anew."),
        Html.of("p", "Scores by " + facts.probe() + "; the sum over tasks decides."),
        table.html(),
        Html.of(
            "p",
            "A trial of the best of a rung goes on to the next one (asynchronous successive"
                + " halving, one trial at a time). Intervals hold the middle "
                + Show.percent(facts.confidence())
                + " of "
                + Show.count(facts.resamples())
                + " resamples of all clients, the same ones for every trial and task; p (Holm) is"
                + " corrected over the trials of the compared size. What the best setting is worth"
                + " on unseen targets says habitus run best.yaml, and nothing here."));
  }

  private static String share(double share) {
    return share == 1 ? "whole" : String.format(Locale.ROOT, "%.3g", share);
  }

  private Html repeat() {
    return Part.repeat(facts.command(), facts.recipe());
  }

  /** The class of a trial's dot. */
  static String style(TuneFacts facts, Trial trial) {
    return trial.number() == 0 ? "s1 full" : trial.number() == facts.best() ? "dot best" : "dot";
  }

  /** A trial in a tip. */
  static String tip(Trial trial, Optional<TuneFacts.Result> result) {
    return (trial.number() == 0 ? "the recipe as it is" : "trial " + trial.number())
        + ": "
        + result.map(r -> Show.score(r.sum())).orElse("–")
        + ", "
        + trial.values();
  }
}
