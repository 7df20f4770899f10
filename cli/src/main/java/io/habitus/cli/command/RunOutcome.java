package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.SeedMeans;
import io.habitus.pipeline.run.RunResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a recipe's run says at its end. */
final class RunOutcome {
  private RunOutcome() {}

  static Outcome of(RunResult result) {
    return Outcome.done(json(result), text(result));
  }

  static Map<String, Object> json(RunResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", result.folder().toString());
    json.put("report", result.report().toString());
    json.put("scores", SeedMeans.of(result.evaluations()).scores());
    result.checked().ifPresent(checked -> json.put("check", checked.scores()));
    result.recommender().ifPresent(facts -> json.put("recommender", facts));
    json.put("steps", result.steps());
    return json;
  }

  private static String check(EvaluationResult checked) {
    int clients = checked.profiles().getFirst().clients();
    return "\non a sample of " + clients + " clients:\n" + ScoreTable.of(checked) + "\n\n";
  }

  static String text(RunResult result) {
    long reused = result.steps().stream().filter(step -> step.reused()).count();
    String steps =
        "%d steps, %d of them from earlier runs".formatted(result.steps().size(), reused);
    int seeds = result.evaluations().size();
    return ScoreTable.of(SeedMeans.of(result.evaluations()))
        + (seeds > 1 ? ", means over " + seeds + " seeds of the probe" : "")
        + "\n"
        + result.checked().map(RunOutcome::check).orElse("")
        + result.recommender().map(facts -> RecommenderOutcome.text(facts) + "\n").orElse("")
        + steps
        + "\nreport: "
        + result.report();
  }
}
