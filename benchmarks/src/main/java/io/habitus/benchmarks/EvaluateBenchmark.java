package io.habitus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.ProbeRuns;
import io.habitus.evaluation.predictor.NeuralPredictor;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The six tasks with the neural predictor, ours beside plain PyTorch with the organisers' settings
 * ({@code benchmarks/python/organisers_evaluation.py}). The two sides take turns, as many tasks at
 * a time as ours has threads, so that whatever else the machine does strikes both. Scores must
 * agree before times are compared.
 *
 * <p>Arguments: challenge directory, profile folder, Python interpreter, script; optionally the
 * task names, separated by commas, and PyTorch's threads (default: its own choice).
 */
public final class EvaluateBenchmark {
  private static final double TOLERANCE = 0.005;

  private record Timed(String task, double score, double seconds, double cpuSeconds) {}

  private record Side(List<Timed> tasks, double wall, double cpu) {}

  private record Round(Side ours, Side theirs) {}

  private final Path data;
  private final Path profilesFolder;
  private final List<String> python;
  private final RunContext context =
      new RunContext(
          new Resources(
              Runtime.getRuntime().availableProcessors(),
              6L << 30,
              Files.createTempDirectory("bench")),
          Progress.SILENT);

  private EvaluateBenchmark(Path data, Path profilesFolder, List<String> python)
      throws IOException {
    this.data = data;
    this.profilesFolder = profilesFolder;
    this.python = python;
  }

  public static void main(String[] args) throws IOException {
    var benchmark =
        new EvaluateBenchmark(Path.of(args[0]), Path.of(args[1]), List.of(args[2], args[3]));
    String names = args.length > 4 ? args[4] : String.join(",", Task.CHALLENGE);
    benchmark.run(List.of(names.split(",")), args.length > 5 ? args[5] : "");
  }

  private void run(List<String> names, String torchThreads) throws IOException {
    List<Task> tasks = tasks().stream().filter(task -> names.contains(task.name())).toList();
    Profiles profiles = ProfileFolder.read(profilesFolder).profiles();
    int together = context.resources().threads();
    System.out.println("ours: " + new NeuralPredictor().description());
    List<Round> rounds = new ArrayList<>();
    for (int from = 0; from < tasks.size(); from += together) {
      List<Task> some = tasks.subList(from, Math.min(tasks.size(), from + together));
      rounds.add(round(profiles, some, torchThreads));
      report("these together", rounds.getLast().ours(), rounds.getLast().theirs());
    }
    report(
        "all %d tasks, %d clients".formatted(tasks.size(), profiles.size()),
        sum(rounds.stream().map(Round::ours).toList()),
        sum(rounds.stream().map(Round::theirs).toList()));
  }

  private static Side sum(List<Side> sides) {
    return new Side(
        List.of(),
        sides.stream().mapToDouble(Side::wall).sum(),
        sides.stream().mapToDouble(Side::cpu).sum());
  }

  private static void report(String what, Side ours, Side theirs) {
    System.out.printf(
        "%s: wall ours %.1f s, PyTorch %.1f s, %.2f times; CPU ours %.1f s, PyTorch %.1f s, %.2f"
            + " times%n",
        what,
        ours.wall(),
        theirs.wall(),
        theirs.wall() / ours.wall(),
        ours.cpu(),
        theirs.cpu(),
        theirs.cpu() / ours.cpu());
  }

  private List<Task> tasks() {
    Path folder = context.resources().tempDir().resolve("store");
    var unused = Ingest.run(LogSource.challenge(data), folder, IngestOptions.defaults(), context);
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split split = Split.organisers(Micros.toInstant(store.lastTargetMicros()), 14);
      long cutOff = split.cutOffMicros();
      return Tasks.of(
              store.histories(Long.MIN_VALUE, cutOff),
              store.histories(cutOff, Micros.of(split.end()) + 1),
              split,
              store.given(),
              context)
          .tasks();
    }
  }

  private Round round(Profiles profiles, List<Task> tasks, String torchThreads) throws IOException {
    Side ours = ours(profiles, tasks);
    ours.tasks().forEach(task -> System.out.println("  ours    " + task));
    List<Timed> results = theirs(tasks, torchThreads);
    results.forEach(task -> System.out.println("  PyTorch " + task));
    requireSameScores(ours.tasks(), results);
    return new Round(
        ours,
        new Side(
            results,
            results.stream().mapToDouble(Timed::seconds).sum(),
            results.stream().mapToDouble(Timed::cpuSeconds).sum()));
  }

  private Side ours(Profiles profiles, List<Task> tasks) {
    long started = System.nanoTime();
    double cpu = cpuSeconds();
    List<ProbeRuns.Job> jobs =
        tasks.stream().map(task -> new ProbeRuns.Job(profiles, task)).toList();
    List<ProbeResult> results = ProbeRuns.all(new NeuralPredictor(), jobs, context);
    double each = (cpuSeconds() - cpu) / tasks.size();
    List<Timed> timed =
        results.stream()
            .map(r -> new Timed(r.task(), r.score(), r.trainSeconds() + r.scoreSeconds(), each))
            .toList();
    return new Side(timed, (System.nanoTime() - started) / 1e9, each * tasks.size());
  }

  /** CPU time of this process: less disturbed by other load than wall time. */
  private static double cpuSeconds() {
    var bean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return bean.getProcessCpuTime() / 1e9;
  }

  /**
   * Training, prediction and metrics alone: starting Python and reading the data is not counted.
   */
  private List<Timed> theirs(List<Task> tasks, String torchThreads) throws IOException {
    List<String> command = new ArrayList<>(python);
    command.addAll(List.of(data.toString(), profilesFolder.toString(), "--tasks"));
    command.add(String.join(",", tasks.stream().map(Task::name).toList()));
    if (!torchThreads.isEmpty()) {
      command.addAll(List.of("--threads", torchThreads));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Timed> results = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().map(EvaluateBenchmark::parse).forEach(results::add);
    }
    return results;
  }

  private static Timed parse(String line) {
    try {
      JsonNode result = new ObjectMapper().readTree(line);
      return new Timed(
          result.get("task").asText(),
          result.get("score").asDouble(),
          result.get("train_seconds").asDouble() + result.get("score_seconds").asDouble(),
          result.get("cpu_seconds").asDouble());
    } catch (IOException e) {
      throw new UncheckedIOException("expected a JSON object, found " + line, e);
    }
  }

  private static void requireSameScores(List<Timed> ours, List<Timed> theirs) {
    for (int i = 0; i < ours.size(); i++) {
      boolean same =
          i < theirs.size()
              && ours.get(i).task().equals(theirs.get(i).task())
              && Math.abs(ours.get(i).score() - theirs.get(i).score()) <= TOLERANCE;
      if (!same) {
        throw new IllegalStateException("expected the same scores, found " + ours + ", " + theirs);
      }
    }
  }
}
