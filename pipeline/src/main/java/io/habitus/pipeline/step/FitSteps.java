package io.habitus.pipeline.step;

import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.recommend.experiment.FitResult;
import io.habitus.recommend.experiment.FitStore;
import java.util.Map;
import java.util.function.Function;

/**
 * Fits of an experiment as steps: a rerun takes finished ones from their folders, and goes on with
 * the one that it was killed in.
 *
 * @param cache of the experiment's output folder
 */
public record FitSteps(StepCache cache) implements FitStore {
  private static final int VERSION = 1;
  private static final String FILE = "fit.json";

  /** Of what is made of all fits, for people and for programs. */
  private static final long REPORT_BYTES = 2 << 20;

  @Override
  public FitResult get(Key key, RunContext context, Function<RunContext, FitResult> fit) {
    StepKey step = StepKey.of(name(key), VERSION, Code.with(key.decides()), Map.of());
    RunContext kept = context.withWorkFolder(cache.workFolder(step));
    StepResult result =
        cache.run(
            step, context, folder -> Json.write(folder.resolve(FILE), new Kept(fit.apply(kept))));
    return Json.read(result.folder().resolve(FILE), Kept.class).fit();
  }

  @Override
  public void requireRoom(long bytes, RunContext context) {
    context.disk().require(cache.folder(), bytes + REPORT_BYTES);
  }

  /** The file, with a name for its content. */
  private record Kept(FitResult fit) {}

  /** Fit for a folder: {@code fit.content-delta-0.5.seed-1}. */
  private static String name(Key key) {
    String model = key.model().replaceAll("[^A-Za-z0-9.]+", "-");
    return "fit." + model + ".seed-" + key.seed();
  }
}
