package io.habitus.evaluation.probe;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.metric.ChallengeScorer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Linear regression on standardised columns: logistic for a binary task, ridge for multi-label and
 * numeric ones. Seconds where the neural predictor takes minutes; its scores are its own, and a
 * report names the probe beside each number.
 *
 * <p>The strength of regularisation is chosen within the train window (see {@link RidgeSearch}); a
 * binary task takes the strength that is best for ridge. The ridge predictions of a multi-label
 * task become log-odds by a line per label, fitted on clients that were left out ({@link
 * Calibration}): novelty and diversity read probabilities.
 *
 * <p>What depends on the vectors alone is computed once per profiles and set of clients, and kept
 * as long as the profiles are. Same bits for any number of threads.
 */
public final class LinearProbe implements Probe {
  private final ChallengeScorer scorer = new ChallengeScorer();
  private final Map<Optional<ClientSet>, Decomposed> prepared = new HashMap<>();
  private @Nullable Profiles preparedFor; // guarded by prepared

  private record Fitted(float[] byPlace, double loss, long steps) {}

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public long memoryBytes(Profiles profiles, Task task) {
    long width = profiles.width();
    long matrices = 8 * width * width * 14;
    long block = 4L * width * Design.BLOCK;
    return matrices + block + 12L * profiles.size() * task.width();
  }

  @Override
  public ProbeResult run(Profiles profiles, Task task, RunContext context) {
    long started = System.nanoTime();
    Decomposed ready = prepare(profiles, task, context);
    Design scored = ready.design().about(task.validationClients());
    requireClients(task, scored);
    Fitted fitted = fit(ready, scored, task, context);
    double trainSeconds = (System.nanoTime() - started) / 1e9;
    started = System.nanoTime();
    Predictions predictions = inOrderOfProfiles(profiles, scored, fitted, task.width());
    double score = Math.round(scorer.score(task, predictions) * 1e4) / 1e4;
    return new ProbeResult(
        task.name(),
        name(),
        List.of(new ProbeResult.Epoch(1, fitted.loss, score)),
        0,
        predictions,
        fitted.steps,
        trainSeconds,
        (System.nanoTime() - started) / 1e9);
  }

  private static void requireClients(Task task, Design design) {
    if (design.clients() == 0) {
      throw new IllegalArgumentException(
          "task " + task.name() + ": expected clients that have a vector, found none");
    }
  }

  private Decomposed prepare(Profiles profiles, Task task, RunContext context) {
    synchronized (prepared) {
      if (preparedFor != profiles) {
        prepared.clear();
        preparedFor = profiles;
      }
      return prepared.computeIfAbsent(
          task.trainClients(),
          clients -> {
            Design design = Design.of(profiles, clients, context);
            requireClients(task, design);
            return Decomposed.of(design, context);
          });
    }
  }

  private static Fitted fit(Decomposed ready, Design scored, Task task, RunContext context) {
    List<Moments> moments = Moments.of(ready.design(), ready.folds(), task.train(), context);
    try (RidgeSearch search = new RidgeSearch(ready, moments, context)) {
      RidgeSearch.Choice choice = search.choose();
      double strength = choice.share() * ready.design().clients();
      if (task.kind() == TaskKind.BINARY) {
        return logistic(ready, scored, task, strength, context);
      }
      Ridge ridge;
      try (RidgePath path = new RidgePath(ready.all(), Moments.sum(moments), context)) {
        ridge = path.at(strength);
      }
      float[] byPlace = new float[Math.multiplyExact(scored.clients(), task.width())];
      RidgePredictions.write(scored, ridge, 0, scored.clients(), byPlace, context);
      if (task.kind() == TaskKind.MULTI_LABEL) {
        Calibration.apply(calibrate(ready, task, search, choice.share(), context), byPlace);
      }
      return new Fitted(byPlace, choice.error(), 1);
    }
  }

  private static Fitted logistic(
      Decomposed ready, Design scored, Task task, double strength, RunContext context) {
    Design design = ready.design();
    float[] targets = new float[design.clients()];
    for (int place = 0; place < targets.length; place++) {
      task.train().fill(design.clientId(place), targets, place);
    }
    Logistic.Fit fit = new Logistic(design, targets, ready.all(), strength, context).fit();
    float[] byPlace = new float[scored.clients()];
    Workers.forEach(
        scored.blocks(),
        context,
        "predicting",
        b -> {
          Design.Reader reader = scored.new Reader();
          int end = Math.min(byPlace.length, (b + 1) * Design.BLOCK);
          for (int place = b * Design.BLOCK; place < end; place++) {
            double logit = Rows.dot(fit.weights(), reader.read(place));
            byPlace[place] = (float) (logit + fit.weights()[design.width()]);
          }
        });
    return new Fitted(byPlace, fit.loss(), fit.steps());
  }

  /** A line per label, from predictions of the clients of each part by the others' model. */
  private static Calibration[] calibrate(
      Decomposed ready, Task task, RidgeSearch search, double share, RunContext context) {
    Design design = ready.design();
    float[] scratch = new float[Math.multiplyExact(design.clients(), task.width())];
    for (int part = 0; part < ready.folds().leftOut(); part++) {
      Folds.Part left = ready.folds().parts().get(part);
      Ridge ridge = search.without(part, share);
      RidgePredictions.write(design, ridge, left.from(), left.to(), scratch, context);
    }
    int[] places = LeftOut.places(design, ready.folds());
    return LeftOut.calibrate(design, task, places, scratch, context);
  }

  private static Predictions inOrderOfProfiles(
      Profiles profiles, Design design, Fitted fitted, int labels) {
    int[] places = new int[profiles.size()];
    Arrays.fill(places, -1);
    for (int place = 0; place < design.clients(); place++) {
      places[design.row(place)] = place;
    }
    long[] ids = new long[design.clients()];
    float[] logits = new float[fitted.byPlace.length];
    int next = 0;
    for (int row = 0; row < places.length; row++) {
      if (places[row] >= 0) {
        ids[next] = profiles.clientIds()[row];
        System.arraycopy(fitted.byPlace, places[row] * labels, logits, next++ * labels, labels);
      }
    }
    return new Predictions(ids, labels, logits);
  }
}
