package io.habitus.evaluation.predictor;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.evaluation.Predictions;

/** One predictor being trained on one task. */
final class PredictorTraining implements AutoCloseable {
  /** Clients of a prediction batch: results do not depend on it, large products are faster. */
  private static final int PREDICTION_BATCH = 1024;

  private final Task task;
  private final PredictorSettings settings;
  private final RunContext context;
  private final Rows rows; // learned from
  private final Rows scored;
  private final TargetScale scale;
  private final Loss loss;
  private final TensorOwner owner = new TensorOwner();
  private final PredictorNetwork network;
  private final Batch training;
  private final Batch prediction;

  PredictorTraining(Profiles profiles, Task task, PredictorSettings settings, RunContext context) {
    this.task = task;
    this.settings = settings;
    this.context = context;
    rows = Rows.of(profiles, task.trainClients());
    scored = Rows.of(profiles, task.validationClients());
    requireClients();
    scale = TargetScale.of(task, rows.clientIds());
    loss = Loss.of(task.kind());
    int inputs = profiles.width();
    network = new PredictorNetwork(owner, settings, inputs, task.width());
    int batch = Math.min(settings.batch(), rows.size());
    int wide = Math.min(PREDICTION_BATCH, scored.size());
    training =
        new Batch(
            owner,
            Activations.forTraining(owner, settings, batch, inputs, task.width()),
            rows.size());
    prediction =
        new Batch(
            owner,
            Activations.forPrediction(owner, settings, wide, inputs, task.width()),
            scored.size());
  }

  private void requireClients() {
    if (rows.size() == 0 || scored.size() == 0) {
      throw new InputException(
          Problem.inFile(
              "profiles",
              "vectors of clients that task " + task.name() + " is about",
              "none",
              "Embed the data set's relevant clients."));
    }
  }

  /** Buffers of whole batches and of the last one, with the gradient for the logits. */
  private static final class Batch {
    private final Activations whole;
    private final Activations last;
    private final Tensor gradient;
    private final Tensor lastGradient;
    private final int size;

    Batch(TensorOwner owner, Activations whole, int clients) {
      this.whole = whole;
      size = Math.toIntExact(whole.inputs().rows());
      int remainder = clients % size;
      last = remainder == 0 ? whole : whole.rows(remainder);
      gradient = owner.zeros(size, whole.logits().columns());
      lastGradient = remainder == 0 ? gradient : gradient.rows(0, remainder);
    }

    Activations at(int from, int clients) {
      return from + size <= clients ? whole : last;
    }

    Tensor gradientAt(int from, int clients) {
      return from + size <= clients ? gradient : lastGradient;
    }
  }

  /**
   * One pass over the clients.
   *
   * @return the mean training loss over clients
   */
  double epoch(Progress.Step progress) {
    double sum = 0;
    for (int from = 0; from < rows.size(); from += training.size) {
      context.checkStopped("the predictor's task " + task.name());
      int count = Math.min(training.size, rows.size() - from);
      double batchLoss = step(from, count);
      sum += batchLoss * count;
      progress.advance(count);
      progress.say("loss %.4f".formatted(batchLoss));
    }
    return sum / rows.size();
  }

  /** One optimiser step on the clients {@code [from, from + count)}; returns their mean loss. */
  double step(int from, int count) {
    Activations a = training.at(from, rows.size());
    Tensor gradientTensor = training.gradientAt(from, rows.size());
    rows.read(from, a.inputs());
    network.forward(a);
    float[] logits = a.logits().toFloats();
    float[] gradient = new float[logits.length];
    double batchLoss = loss.of(logits, targets(from, count), gradient);
    requireFinite(batchLoss);
    gradientTensor.set(gradient, 0);
    network.step(a, gradientTensor);
    return batchLoss;
  }

  private float[] targets(int from, int count) {
    float[] targets = new float[count * task.width()];
    for (int i = 0; i < count; i++) {
      task.train().fill(rows.clientId(from + i), targets, i * task.width());
    }
    scale.apply(targets);
    return targets;
  }

  private void requireFinite(double batchLoss) {
    if (!Double.isFinite(batchLoss)) {
      throw new InputException(
          Problem.inFile(
              "profiles",
              "vectors that the predictor can learn task " + task.name() + " from",
              "a loss of %s at step %d".formatted(batchLoss, network.steps() + 1),
              "Look for very large values; scale the vectors to about ±10."));
    }
  }

  /** Predictions for all clients that are scored, with the weights as they are. */
  Predictions predict() {
    float[] logits = new float[Math.multiplyExact(scored.size(), task.width())];
    for (int from = 0; from < scored.size(); from += prediction.size) {
      context.checkStopped("the predictor's task " + task.name());
      Activations a = prediction.at(from, scored.size());
      scored.read(from, a.inputs());
      network.forward(a);
      a.logits().copyTo(logits, from * task.width());
    }
    scale.revert(logits);
    return new Predictions(scored.clientIds(), task.width(), logits);
  }

  int clients() {
    return rows.size();
  }

  PredictorNetwork network() {
    return network;
  }

  PredictorSettings settings() {
    return settings;
  }

  /** Native memory held, bytes. */
  long bytes() {
    return owner.bytes();
  }

  @Override
  public void close() {
    owner.close();
  }
}
