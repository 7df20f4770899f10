package io.habitus.core.provenance;

import io.habitus.core.json.Json;
import io.habitus.core.time.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What made a file: enough to make it again and to know which events it may have seen. Written as
 * {@value #FILE} beside the result.
 *
 * @param format version of this layout, {@value #FORMAT}
 * @param tool the program
 * @param step the command or recipe step, such as {@code embed} or {@code members.rfm}
 * @param dataHash hash of the source data (the store manifest's), null where there is none
 * @param seed the run's seed, null where nothing was random
 * @param cutOff no event at or after it was seen; null where that is not known
 * @param split the split that the cut-off belongs to, null where there is none
 * @param model name of the profile model, null where none was used
 * @param parameters of the model or step, as given and defaulted
 * @param inputs name of each input → its hash
 * @param versions library → version; always has {@code java}
 * @param machine where it was made
 * @param threads worker threads; they change the time, never the bits
 * @param started when the step began
 * @param finished when the step ended
 */
public record Provenance(
    int format,
    Tool tool,
    String step,
    @Nullable String dataHash,
    @Nullable Long seed,
    @Nullable Instant cutOff,
    @Nullable Split split,
    @Nullable String model,
    SortedMap<String, String> parameters,
    SortedMap<String, String> inputs,
    SortedMap<String, String> versions,
    Machine machine,
    int threads,
    Instant started,
    Instant finished) {
  public static final String FILE = "provenance.json";
  public static final int FORMAT = 1;

  public Provenance {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "provenance format: expected " + FORMAT + ", found " + format);
    }
    if (finished.isBefore(started)) {
      throw new IllegalArgumentException(
          "expected started <= finished, found " + started + " and " + finished);
    }
    parameters = new TreeMap<>(parameters);
    inputs = new TreeMap<>(inputs);
    versions = new TreeMap<>(versions);
  }

  /** Begins the provenance of a step that starts now, made by this program on this machine. */
  public static Builder of(String step) {
    return new Builder(step);
  }

  /** Writes {@value #FILE} into a folder, by atomic rename. */
  public void writeTo(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /**
   * Reads {@value #FILE} of a folder; empty where it has none, as folders that another program
   * made.
   *
   * @throws io.habitus.core.problem.InputException if the file is there but is not a provenance
   */
  public static Optional<Provenance> readFrom(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, Provenance.class)) : Optional.empty();
  }

  /** Gathers what is known while a step runs. */
  public static final class Builder {
    private final String step;
    private final Instant started = Instant.now();
    private final SortedMap<String, String> parameters = new TreeMap<>();
    private final SortedMap<String, String> inputs = new TreeMap<>();
    private final SortedMap<String, String> versions = new TreeMap<>();
    private @Nullable String dataHash;
    private @Nullable Long seed;
    private @Nullable Instant cutOff;
    private @Nullable Split split;
    private @Nullable String model;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder(String step) {
      this.step = step;
      versions.put("java", Runtime.version() + " " + System.getProperty("java.vm.name"));
    }

    public Builder dataHash(String hash) {
      dataHash = hash;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder cutOff(Instant instant) {
      cutOff = instant;
      return this;
    }

    /** Also sets the cut-off: the split's train start. */
    public Builder split(Split value) {
      split = value;
      return cutOff(value.trainStart());
    }

    public Builder model(String name, Map<String, String> modelParameters) {
      model = name;
      parameters.putAll(modelParameters);
      return this;
    }

    public Builder parameter(String name, String value) {
      parameters.put(name, value);
      return this;
    }

    public Builder input(String name, String hash) {
      inputs.put(name, hash);
      return this;
    }

    public Builder version(String library, String version) {
      versions.put(library, version);
      return this;
    }

    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** The step ends now. */
    public Provenance finish() {
      return new Provenance(
          FORMAT,
          Tool.habitus(),
          step,
          dataHash,
          seed,
          cutOff,
          split,
          model,
          parameters,
          inputs,
          versions,
          Machine.current(),
          threads,
          started,
          Instant.now());
    }
  }
}
