package io.habitus.pipeline.step;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Folders of results by what they depend on. A result appears by atomic rename, so whatever is
 * there is whole. A result whose files were changed or removed since is made again.
 */
public final class StepCache {
  private final Path root;
  private final List<StepResult> results = new ArrayList<>();

  /**
   * Opens a cache.
   *
   * @param root folder of the results, one folder each; made when the first result is
   */
  public StepCache(Path root) {
    this.root = root;
  }

  /** The cache of an output folder, {@code steps} below it. */
  public static StepCache below(Path output) {
    return new StepCache(output.resolve("steps"));
  }

  /** Where the results are. */
  public Path folder() {
    return root;
  }

  /** Makes a step's result in a folder that is renamed to its place afterwards. */
  @FunctionalInterface
  public interface Body {
    void run(Path folder);
  }

  /** The result of a key: an earlier one, or made now. */
  public StepResult run(StepKey key, RunContext context, Body body) {
    context.checkStopped(key.name());
    Path folder = root.resolve(key.folder());
    Optional<StepRecord> earlier = earlier(folder, key);
    double seconds = earlier.map(StepRecord::seconds).orElseGet(() -> make(key, body).seconds());
    StepResult result =
        new StepResult(key.name(), folder, key.fingerprint(), earlier.isPresent(), seconds);
    synchronized (results) {
      results.add(result);
    }
    return result;
  }

  /**
   * Where the making of a key's result may keep what a rerun needs to go on, beside the result;
   * removed when the result is whole.
   */
  public Path workFolder(StepKey key) {
    return root.resolve(key.folder() + ".work");
  }

  /** Every result so far, in order. */
  public List<StepResult> results() {
    synchronized (results) {
      return List.copyOf(results);
    }
  }

  private static Optional<StepRecord> earlier(Path folder, StepKey key) {
    Path file = folder.resolve(StepRecord.FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      StepRecord written = Json.read(file, StepRecord.class);
      return Optional.of(written)
          .filter(record -> record.key().equals(key) && record.files().equals(filesOf(folder)));
    } catch (InputException unreadable) {
      return Optional.empty();
    }
  }

  private StepRecord make(StepKey key, Body body) {
    Instant started = Instant.now();
    try (WholeFolder whole = WholeFolder.begin(root.resolve(key.folder()))) {
      body.run(whole.part());
      double seconds = Duration.between(started, Instant.now()).toNanos() / 1e9;
      StepRecord made = new StepRecord(key, started, seconds, filesOf(whole.part()));
      Json.write(whole.part().resolve(StepRecord.FILE), made);
      whole.commit();
      WholeFolder.delete(workFolder(key));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + workFolder(key), e);
    }
  }

  private static SortedMap<String, StepRecord.Written> filesOf(Path folder) {
    SortedMap<String, StepRecord.Written> files = new TreeMap<>();
    try {
      for (Path file : Fingerprint.files(folder)) {
        long modified = Files.getLastModifiedTime(file).toMillis();
        files.put(
            folder.relativize(file).toString(), new StepRecord.Written(Files.size(file), modified));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
    files.remove(StepRecord.FILE);
    return files;
  }
}
