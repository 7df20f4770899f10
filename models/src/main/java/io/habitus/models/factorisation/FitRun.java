package io.habitus.models.factorisation;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a fit, between which it keeps what it has learned, so that a killed one goes on and
 * ends with the same bits. All random numbers of a step follow from the seed and the step's number,
 * so the learned numbers and the number of steps are all there is to keep. A run without a work
 * folder keeps nothing.
 */
public final class FitRun {
  private static final String FORMAT = "habitus-factors-1";
  private static final String STEPS = "steps";

  /** Of names and shapes: not to be exact, but no room at all is too little. */
  private static final long HEADER = 1 << 16;

  /** Of the time at most one part in this many goes into checkpoints, however large they are. */
  private static final int SHARE = 20;

  private final Optional<Path> file;
  private final TrainerFolder folder;
  private final Learned learned;
  private long savedSteps;
  private long savedAt = System.nanoTime();
  private long writing;

  /**
   * What is learned, by name: saved, and overwritten by a resumed run.
   *
   * @param rows of factors
   * @param arrays of other numbers
   */
  public record Learned(Map<String, FactorRows> rows, Map<String, float[]> arrays) {}

  /**
   * A pass over the data, such as an epoch, in rounds.
   *
   * @param count of passes
   * @param unit what they are called
   * @param rounds of each, after any of which a run can stop
   */
  public record Passes(int count, String unit, int rounds) {}

  /** What a fit does. */
  public interface Round {
    /**
     * One round of a pass, both counted from 0.
     *
     * @return what to show of the pass after its last round; empty for nothing
     */
    String run(int pass, int round, WorkerPool pool);
  }

  /** Keeps checkpoints in a folder, as often as it says. */
  public FitRun(TrainerFolder folder, Learned learned) {
    this.folder = folder;
    this.learned = learned;
    file = folder.path().map(path -> path.resolve(TrainerFolder.CHECKPOINT));
  }

  /**
   * The folder of a fit in the run's work folder, if it has one.
   *
   * @param fit the model, its settings and its seed: all that decides the bits beside the matrix
   */
  public static TrainerFolder folder(RunContext context, String fit, ClientItems matrix) {
    return context.workFolder().isEmpty()
        ? TrainerFolder.none()
        : TrainerFolder.within(context, "factors", fit + " of cells " + matrix.digest());
  }

  /**
   * All rounds that an earlier run has not done.
   *
   * @param what is being done
   * @throws InputException if the checkpoint is damaged or belongs to another fit, or if the disk
   *     has no room for the next one, which is written beside it
   */
  public void run(String what, Passes passes, RunContext context, Round round) {
    long done = restore(context);
    try (Progress.Step progress = context.progress().start(what, passes.count, passes.unit);
        WorkerPool pool = new WorkerPool(context.resources().threads())) {
      progress.advance(done / passes.rounds);
      while (done < (long) passes.count * passes.rounds) {
        stopOrSave(what, done, context);
        int pass = (int) (done / passes.rounds);
        String found = round.run(pass, (int) (done % passes.rounds), pool);
        done++;
        if (done % passes.rounds == 0) {
          progress.say(found);
          progress.advance(1);
        }
      }
    }
    if (isOlderThan(folder.interval().dividedBy(10))) {
      save(done);
    }
  }

  /** Between rounds what is learned is whole. */
  private void stopOrSave(String what, long done, RunContext context) {
    try {
      context.checkStopped(what);
    } catch (InterruptedRunException e) {
      save(done);
      throw e;
    }
    boolean counted = folder.everySteps() > 0 && done - savedSteps >= folder.everySteps();
    if (counted || isOlderThan(folder.interval())) {
      save(done);
    }
  }

  /** Overwrites what is learned by what was saved; after how many steps that was. */
  long restore(RunContext context) {
    file.ifPresent(path -> requireRoom(path, context));
    if (file.isEmpty() || Files.notExists(file.get())) {
      return 0;
    }
    try (SafetensorsFile saved = SafetensorsFile.open(file.get())) {
      requireSame("format", FORMAT, saved.metadata());
      requireSame("fit", folder.fingerprint(), saved.metadata());
      learned.rows.forEach((name, rows) -> Tensors.read(saved, name, rows));
      learned.arrays.forEach((name, array) -> Tensors.read(saved, name, array));
      savedSteps = Long.parseLong(saved.metadata().getOrDefault(STEPS, "0"));
    }
    context.progress().note("the fit resumes after step " + savedSteps);
    return savedSteps;
  }

  private void requireRoom(Path path, RunContext context) {
    long bytes = HEADER;
    for (FactorRows rows : learned.rows.values()) {
      bytes += (long) Float.BYTES * rows.count() * rows.columns();
    }
    for (float[] array : learned.arrays.values()) {
      bytes += (long) Float.BYTES * array.length;
    }
    context.disk().require(path.resolveSibling(""), Files.exists(path) ? bytes : 2 * bytes);
  }

  private void requireSame(String key, String expected, Map<String, String> saved) {
    String found = saved.getOrDefault(key, "nothing");
    if (!found.equals(expected)) {
      throw new InputException(
          Problem.inColumn(
              file.map(Path::toString).orElse(""),
              key,
              expected,
              found,
              "This checkpoint is of another fit: remove the file to begin anew."));
    }
  }

  private boolean isOlderThan(Duration age) {
    return System.nanoTime() - savedAt >= Math.max(age.toNanos(), SHARE * writing);
  }

  /** Saves, also where the thread was interrupted: a file cannot be written then, so it waits. */
  void save(long steps) {
    if (file.isEmpty() || steps == savedSteps) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    long started = System.nanoTime();
    List<TensorParts> tensors = new ArrayList<>();
    learned.rows.forEach((name, rows) -> tensors.add(Tensors.parts(name, rows)));
    learned.arrays.forEach((name, array) -> tensors.add(Tensors.parts(name, array)));
    Map<String, String> metadata =
        Map.of("format", FORMAT, "fit", folder.fingerprint(), STEPS, Long.toString(steps));
    SafetensorsWriter.writeParts(file.get(), tensors, metadata);
    savedSteps = steps;
    savedAt = System.nanoTime();
    writing = savedAt - started;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
