package io.habitus.pipeline.step;

import io.habitus.core.json.Json;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step's result depends on, all of it: equal keys mean equal results.
 *
 * @param name of the step, fit for a folder, such as {@code embed.rfm}
 * @param version of the step's code and format; raised when either changes results
 * @param parameters name → value, as text
 * @param inputs name → fingerprint of a file, or of the step that made it
 */
public record StepKey(
    String name,
    int version,
    SortedMap<String, String> parameters,
    SortedMap<String, String> inputs) {

  public StepKey {
    parameters = new TreeMap<>(parameters);
    inputs = new TreeMap<>(inputs);
  }

  public static StepKey of(
      String name, int version, Map<String, String> parameters, Map<String, String> inputs) {
    return new StepKey(name, version, new TreeMap<>(parameters), new TreeMap<>(inputs));
  }

  /** Stands for the step's result wherever another step reads it. */
  public String fingerprint() {
    return Fingerprint.ofText(Json.line(this));
  }

  /** The folder of the result. */
  String folder() {
    return name + "-" + fingerprint().substring(0, 12);
  }
}
