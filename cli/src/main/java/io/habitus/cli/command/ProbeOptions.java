package io.habitus.cli.command;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.target.Task;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.predictor.NeuralPredictor;
import io.habitus.evaluation.probe.LinearProbe;
import java.util.List;
import picocli.CommandLine.Option;

/** How profiles are scored. */
final class ProbeOptions {
  /** The probes by name. */
  enum Kind {
    PREDICTOR(NeuralPredictor.NAME),
    PREDICTOR_BF16(NeuralPredictor.NAME_BF16),
    LINEAR("linear");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Option(
      names = "--probe",
      paramLabel = "NAME",
      defaultValue = "predictor",
      description =
          "predictor: the challenge's neural network, minutes. predictor-bf16: the same with products"
              + " of bfloat16, faster where the CPU has them. linear: ridge and logistic regression,"
              + " seconds, for daily work. Default: ${DEFAULT-VALUE}.")
  Kind probe = Kind.PREDICTOR;

  @Option(
      names = "--tasks",
      paramLabel = "A,B",
      split = ",",
      description =
          "Only these of churn, conversion, propensity_category, propensity_sku,"
              + " propensity_new_sku, propensity_price.")
  List<String> tasks = List.of();

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Bootstrap resamples of clients for the intervals, 0 for none. Default:"
              + " ${DEFAULT-VALUE}.")
  int resamples;

  Probe toProbe() {
    return switch (probe) {
      case PREDICTOR -> new NeuralPredictor();
      case PREDICTOR_BF16 -> NeuralPredictor.bfloat16();
      case LINEAR -> new LinearProbe();
    };
  }

  BootstrapOptions bootstrap() {
    if (resamples < 0) {
      throw new UsageException("--resamples: expected at least 0, found " + resamples);
    }
    BootstrapOptions usual = BootstrapOptions.defaults();
    return new BootstrapOptions(resamples, usual.confidence(), usual.seed());
  }

  /**
   * The tasks that were asked for.
   *
   * @throws UsageException if one is unknown
   */
  List<Task> choose(List<Task> all) {
    for (String name : tasks) {
      if (!Task.CHALLENGE.contains(name)) {
        String advice = Nearest.advice(name, Task.CHALLENGE);
        throw new UsageException("--tasks: there is no task " + name + ". " + advice);
      }
    }
    return tasks.isEmpty() ? all : all.stream().filter(t -> tasks.contains(t.name())).toList();
  }
}
