package io.habitus.pipeline.run;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.json.Json;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.ProbeResult;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A probe whose runs are steps of their own: another member, another interval or a kill costs only
 * the runs that are not there yet.
 */
final class KeptProbe implements Probe {
  private static final int VERSION = 1;
  private static final String STEP = "probe.";
  private static final String RESULT = "result.json";
  private static final String CLIENTS = "client_ids.npy";
  private static final String LOGITS = "logits.npy";

  private final Probe probe;
  private final StepCache cache;
  private final Map<String, String> parameters;
  private final String data;
  private final Map<Profiles, String> names = new IdentityHashMap<>();
  private final Map<Profiles, String> fingerprints = new IdentityHashMap<>();
  private final Map<String, String> targets = new HashMap<>();

  /**
   * Wraps a probe.
   *
   * @param parameters all that its results depend on beside profiles and task
   * @param data fingerprint of what the tasks were made from, split included
   */
  KeptProbe(Probe probe, StepCache cache, Map<String, String> parameters, String data) {
    this.probe = probe;
    this.cache = cache;
    this.parameters = parameters;
    this.data = data;
  }

  /** All that its results depend on beside profiles and task. */
  Map<String, String> parameters() {
    return Map.copyOf(parameters);
  }

  /** Makes profiles known, before they are probed. */
  void add(String name, Profiles profiles, String fingerprint) {
    names.put(profiles, name);
    fingerprints.put(profiles, fingerprint);
  }

  /** Makes a task known that depends on more than the data. */
  void add(String task, String fingerprint) {
    targets.put(task, fingerprint);
  }

  @Override
  public String name() {
    return probe.name();
  }

  @Override
  public long memoryBytes(Profiles profiles, Task task) {
    return probe.memoryBytes(profiles, task);
  }

  @Override
  public ProbeResult run(Profiles profiles, Task task, RunContext context) {
    Map<String, String> inputs = new HashMap<>();
    inputs.put("profiles", fingerprint(profiles));
    inputs.put("data", data);
    if (targets.containsKey(task.name())) {
      inputs.put("target", targets.get(task.name()));
    }
    String step = STEP + names.get(profiles) + "." + task.name();
    StepKey key = StepKey.of(step, VERSION, parameters, inputs);
    StepResult result =
        cache.run(key, context, folder -> write(folder, probe.run(profiles, task, context)));
    return read(result.folder());
  }

  /** The name of a probe's step without its last part, which is the task; others as they are. */
  static String withoutTask(String step) {
    return step.startsWith(STEP) ? step.substring(0, step.lastIndexOf('.')) : step;
  }

  private String fingerprint(Profiles profiles) {
    String fingerprint = fingerprints.get(profiles);
    if (fingerprint == null) {
      throw new IllegalStateException("profiles that were not added");
    }
    return fingerprint;
  }

  /** All of a result but its predictions, which are arrays. */
  private record Written(
      String task,
      String probe,
      List<ProbeResult.Epoch> epochs,
      int bestEpoch,
      int labels,
      long steps,
      double trainSeconds,
      double scoreSeconds) {}

  private static void write(Path folder, ProbeResult result) {
    Predictions predictions = result.predictions();
    Npy.write(folder.resolve(CLIENTS), predictions.clientIds());
    Npy.write(
        folder.resolve(LOGITS),
        ElementType.FLOAT32,
        new long[] {predictions.clients(), predictions.labels()},
        MemorySegment.ofArray(predictions.logits()));
    Json.write(
        folder.resolve(RESULT),
        new Written(
            result.task(),
            result.probe(),
            result.epochs(),
            result.bestEpoch(),
            predictions.labels(),
            result.steps(),
            result.trainSeconds(),
            result.scoreSeconds()));
  }

  private static ProbeResult read(Path folder) {
    Written written = Json.read(folder.resolve(RESULT), Written.class);
    Predictions predictions =
        new Predictions(
            Npy.read(folder.resolve(CLIENTS)).toLongs(),
            written.labels(),
            Npy.read(folder.resolve(LOGITS)).toFloats());
    return new ProbeResult(
        written.task(),
        written.probe(),
        written.epochs(),
        written.bestEpoch(),
        predictions,
        written.steps(),
        written.trainSeconds(),
        written.scoreSeconds());
  }
}
