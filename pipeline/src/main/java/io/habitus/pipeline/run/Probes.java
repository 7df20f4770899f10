package io.habitus.pipeline.run;

import io.habitus.engine.Precision;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.metric.ChallengeScorer;
import io.habitus.evaluation.predictor.NeuralPredictor;
import io.habitus.evaluation.predictor.PredictorSettings;
import io.habitus.evaluation.probe.LinearProbe;
import io.habitus.pipeline.recipe.EvaluationSection;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.StepCache;
import java.util.List;
import java.util.Map;

/** Probes by their names in recipes. */
public final class Probes {
  private static final String PREDICTOR =
      "the challenge's neural predictor, trained anew for every task on the frozen vectors;"
          + " the best of its epochs counts";

  private Probes() {}

  /** The seeds that make a difference: a probe that draws nothing runs once. */
  static List<Long> seeds(EvaluationSection evaluation) {
    return seeds(evaluation.probe(), evaluation.seeds());
  }

  /** The seeds that make a difference to a probe. */
  public static List<Long> seeds(String probe, List<Long> given) {
    return isRandom(probe) ? given : given.subList(0, 1);
  }

  public static boolean isRandom(String probe) {
    return !probe.equals("linear");
  }

  static KeptProbe kept(String name, long seed, StepCache cache, String data) {
    Map<String, String> parameters =
        isRandom(name) ? Map.of("probe", name, "seed", Long.toString(seed)) : Map.of("probe", name);
    return new KeptProbe(named(name, seed), cache, Code.with(parameters), data);
  }

  private static Probe named(String name, long seed) {
    return switch (name) {
      case NeuralPredictor.NAME -> predictor(Precision.FP32, seed);
      case NeuralPredictor.NAME_BF16 -> predictor(Precision.BF16, seed);
      case "linear" -> new LinearProbe();
      default -> throw new IllegalArgumentException("no probe " + name);
    };
  }

  private static Probe predictor(Precision precision, long seed) {
    PredictorSettings settings =
        PredictorSettings.challenge().withPrecision(precision).withSeed(seed);
    return new NeuralPredictor(settings, new ChallengeScorer());
  }

  /** In words, for the report. */
  public static String describe(String name) {
    return switch (name) {
      case NeuralPredictor.NAME -> PREDICTOR;
      case NeuralPredictor.NAME_BF16 -> PREDICTOR + "; its products in bfloat16, not in fp32";
      case "linear" ->
          "a ridge or logistic regression on the frozen vectors, regularised within the train"
              + " window; its numbers are not comparable with the predictor's";
      default -> name;
    };
  }
}
