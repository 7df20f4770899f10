package io.habitus.recommend.experiment;

import io.habitus.core.run.RunContext;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds what an earlier run of an experiment has fitted. */
@FunctionalInterface
public interface FitStore {
  /** Keeps nothing. */
  FitStore NONE = (key, context, fit) -> fit.apply(context);

  /**
   * All that decides the result of a fit.
   *
   * @param model its name
   * @param seed of the fit
   * @param decides name → value: data, split, settings, measures
   */
  record Key(String model, long seed, SortedMap<String, String> decides) {
    public Key {
      decides = new TreeMap<>(decides);
    }
  }

  /**
   * The result of a key: an earlier one, or made now.
   *
   * @param fit makes it; its context may name a work folder for checkpoints
   */
  FitResult get(Key key, RunContext context, Function<RunContext, FitResult> fit);

  /**
   * Told before the first fit how much all of them will take.
   *
   * @throws io.habitus.core.problem.InputException if there is no room for it
   */
  default void requireRoom(long bytes, RunContext context) {}
}
