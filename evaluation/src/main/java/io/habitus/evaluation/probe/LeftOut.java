package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.core.target.Task;
import io.habitus.evaluation.metric.Truth;
import java.util.stream.IntStream;

/** The clients of parts that were left out, and what their predictions say about the odds. */
final class LeftOut {
  private LeftOut() {}

  /** Their places; all places where no part was left out. */
  static int[] places(Design design, Folds folds) {
    int clients = folds.leftOut() == 0 ? 0 : folds.parts().get(folds.leftOut() - 1).to();
    return IntStream.range(0, clients == 0 ? design.clients() : clients).toArray();
  }

  /** One calibration per label, on predictions (all places × labels). */
  static Calibration[] calibrate(
      Design design, Task task, int[] places, float[] predictions, RunContext context) {
    long[] ids = IntStream.of(places).mapToLong(design::clientId).toArray();
    Truth truth = Truth.of(task.train(), ids);
    Calibration[] calibrations = new Calibration[task.width()];
    Workers.forEach(
        calibrations.length,
        context,
        "calibrating",
        label -> {
          float[] ofLabel = new float[places.length];
          boolean[] positives = new boolean[places.length];
          truth.fill(label, positives);
          for (int i = 0; i < places.length; i++) {
            ofLabel[i] = predictions[places[i] * task.width() + label];
          }
          calibrations[label] = Calibration.fit(ofLabel, positives);
        });
    return calibrations;
  }
}
