package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.pipeline.choose.AblationResult;
import io.habitus.pipeline.report.AblationFacts;
import io.habitus.pipeline.report.AblationPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an ablation says at its end. */
final class AblationOutcome {
  private AblationOutcome() {}

  static Outcome of(AblationResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", result.folder().toString());
    json.put("report", result.report().toString());
    json.put("ablation", result.facts());
    return Outcome.done(json, text(result));
  }

  private static String text(AblationResult result) {
    AblationFacts facts = result.facts();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("members", "columns", "sum", "to the whole", "p (Holm)"));
    rows.add(row("the whole", facts.whole()));
    facts.without().forEach(row -> rows.add(row("without " + row.label(), row)));
    facts.added().forEach(row -> rows.add(row(added(row), row)));
    facts.alone().forEach(row -> rows.add(row("only " + row.label(), row)));
    return TextTable.of(rows)
        + "\n"
        + String.join("\n", AblationPage.summary(facts))
        + "\nreport: "
        + result.report();
  }

  /** "1: sra", "2: … and mtl". */
  private static String added(AblationFacts.Row row) {
    return row.members() + ": " + (row.members() == 1 ? "" : "… and ") + row.label();
  }

  private static List<String> row(String label, AblationFacts.Row row) {
    return List.of(
        label,
        Integer.toString(row.width()),
        String.format(Locale.ROOT, "%.4f", row.sum()),
        row.toWhole().map(d -> d.text()).orElse(""),
        row.toWhole().map(d -> String.format(Locale.ROOT, "%.3f", d.holm())).orElse(""));
  }
}
