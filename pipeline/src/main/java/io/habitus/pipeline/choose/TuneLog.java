package io.habitus.pipeline.choose;

import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.evaluation.SetScores;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every trial on every rung, in the order they ran; {@value #FILE} has a line for each. */
final class TuneLog {
  static final String FILE = "tune.jsonl";

  private final Path file;
  private final List<Line> lines = new ArrayList<>();
  private final Map<Integer, String> failures = new HashMap<>();

  /** A trial on a rung. */
  record Entry(int trial, int rung, SetScores scores, double seconds) {}

  private record Line(Optional<Entry> entry, String json) {}

  TuneLog(Path folder) {
    file = folder.resolve(FILE);
  }

  void add(Trial trial, int rung, Rungs rungs, SetScores scores, double seconds) {
    Map<String, Object> line = line(trial, rung);
    line.put("clients", rungs.clients(rung));
    line.put("share", rungs.share(rung));
    line.put("sum", scores.sum());
    Map<String, Double> byTask = new LinkedHashMap<>();
    scores.tasks().forEach(task -> byTask.put(task.task(), task.score()));
    line.put("scores", byTask);
    line.put("seconds", seconds);
    lines.add(
        new Line(Optional.of(new Entry(trial.number(), rung, scores, seconds)), Json.line(line)));
    write();
  }

  void fail(Trial trial, int rung, String failure) {
    Map<String, Object> line = line(trial, rung);
    line.put("failure", failure);
    lines.add(new Line(Optional.empty(), Json.line(line)));
    failures.put(trial.number(), failure);
    write();
  }

  private static Map<String, Object> line(Trial trial, int rung) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("trial", trial.number());
    line.put("rung", rung);
    line.put("values", trial.values());
    return line;
  }

  private void write() {
    WholeFile.write(file, String.join("\n", lines.stream().map(Line::json).toList()) + "\n");
  }

  /** A trial's results, by rung upwards. */
  List<Entry> of(int trial) {
    return lines.stream()
        .flatMap(line -> line.entry().stream())
        .filter(entry -> entry.trial() == trial)
        .toList();
  }

  /** The scores of a trial on a rung. */
  Optional<SetScores> scores(int trial, int rung) {
    return of(trial).stream().filter(entry -> entry.rung() == rung).map(Entry::scores).findFirst();
  }

  /** Why a trial went no further. */
  Optional<String> failure(int trial) {
    return Optional.ofNullable(failures.get(trial));
  }

  /** What steps took when they were made, from the given one on; probes are within scores. */
  static double seconds(List<StepResult> steps, int from) {
    return steps.subList(from, steps.size()).stream()
        .filter(step -> !step.name().startsWith("probe."))
        .mapToDouble(StepResult::seconds)
        .sum();
  }
}
