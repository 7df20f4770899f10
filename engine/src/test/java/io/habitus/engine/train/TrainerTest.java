package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.Precision;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.network.Linear;
import io.habitus.engine.network.LinearCrossEntropy;
import io.habitus.testkit.run.HeardProgress;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final BatchSource<Perceptron.Rows> TRAINING = new Perceptron.Points(500, 32, 1);
  private static final BatchSource<Perceptron.Rows> HELD = new Perceptron.Points(200, 50, 2);
  private static final TrainingData<Perceptron.Rows> DATA =
      TrainingData.of(TRAINING).validatedOn(HELD);

  @TempDir Path dir;

  private final Perceptron network = new Perceptron(24);

  private record Trained(TrainingResult result, float[] weights) {}

  private Trained train(
      TrainingData<Perceptron.Rows> data,
      TrainerSettings settings,
      TrainerFolder folder,
      RunContext context) {
    try (Weights weights = network.weights(5)) {
      TrainingResult result = Trainer.train(network, weights, data, settings, folder, context);
      return new Trained(result, weights.block().toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  private static RunContext threads(int threads) {
    return RunContext.silent().withThreads(threads);
  }

  private TrainerFolder everyFewSteps(String name) {
    return TrainerFolder.of(dir.resolve(name), "points of seed 1")
        .checkpointedEvery(Duration.ofDays(1), 7)
        .loggedEvery(5);
  }

  @Test
  void itLearnsWhatCanBeLearned() {
    TrainingData<Perceptron.Rows> data =
        TrainingData.<Perceptron.Rows>of(new Perceptron.Points(3000, 64, 1))
            .validatedOn(new Perceptron.Points(2000, 500, 2));
    TrainerSettings settings =
        new TrainerSettings(
            12, 0, AdamWSettings.pytorchDefaults(0.02), new Schedule.Warmup(20), 1, 11);
    Trained trained = train(data, settings, TrainerFolder.none(), threads(2));
    List<EpochLosses> losses = trained.result().losses();
    // A tenth of the labels is wrong: nobody gets below 0.325, a coin gets 0.69.
    assertThat(losses.getLast().validation()).isBetween(0.3, 0.5);
    assertThat(losses.getLast().training()).isLessThan(losses.getFirst().training());
    assertThat(trained.result().epochs()).isEqualTo(12);
    assertThat(trained.result().steps()).isEqualTo(12 * 47);
    assertThat(trained.result().bestEpoch()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void anyNumberOfThreadsGivesTheSameBits(int threads) {
    TrainerSettings settings = Perceptron.settings(3, 0);
    Trained one = train(DATA, settings, TrainerFolder.none(), threads(1));
    Trained many = train(DATA, settings, TrainerFolder.none(), threads(threads));
    assertThat(many.weights()).isEqualTo(one.weights());
    assertThat(many.result().losses()).isEqualTo(one.result().losses());
  }

  @Test
  void anotherSeedDropsOtherUnits() {
    TrainerSettings settings = Perceptron.settings(1, 0);
    TrainerSettings other =
        new TrainerSettings(
            1, 0, settings.optimiser(), settings.schedule(), settings.clipNorm(), 12);
    assertThat(train(DATA, settings, TrainerFolder.none(), threads(1)).weights())
        .isNotEqualTo(train(DATA, other, TrainerFolder.none(), threads(1)).weights());
  }

  @Test
  void aNetworkMayChangeItsWeightsAfterEveryStep() {
    AtomicInteger steps = new AtomicInteger();
    Network<Perceptron.Rows> bounded =
        new Network<>() {
          @Override
          public Variable loss(Graph graph, Perceptron.Rows rows) {
            return network.loss(graph, rows);
          }

          @Override
          public void afterStep(Weights weights) {
            steps.incrementAndGet();
            for (long i = 0; i < weights.block().byteSize() / 4; i++) {
              float value = weights.block().getAtIndex(ValueLayout.JAVA_FLOAT, i);
              float near = Math.clamp(value, -0.05f, 0.05f);
              weights.block().setAtIndex(ValueLayout.JAVA_FLOAT, i, near);
            }
          }
        };
    try (Weights weights = network.weights(5)) {
      TrainerSettings settings = Perceptron.settings(2, 0);
      TrainingResult result =
          Trainer.train(bounded, weights, DATA, settings, TrainerFolder.none(), threads(2));
      assertThat(steps).hasValue((int) result.steps());
      for (float value : weights.block().toArray(ValueLayout.JAVA_FLOAT)) {
        assertThat(value).isBetween(-0.05f, 0.05f);
      }
    }
  }

  /** Validation does not disturb training: no random number is drawn, no gradient left. */
  @Test
  void validationChangesNothing() {
    TrainerSettings settings = Perceptron.settings(2, 0);
    Trained without = train(TrainingData.of(TRAINING), settings, TrainerFolder.none(), threads(2));
    Trained with = train(DATA, settings, TrainerFolder.none(), threads(2));
    assertThat(with.weights()).isEqualTo(without.weights());
    assertThat(without.result().losses()).allMatch(epoch -> epoch.validation() == null);
  }

  /** Kernels of our own keep packed weights in a replica for inference. */
  @Test
  void validationSeesTheWeightsAsTheyAreAtTheEndOfItsEpoch() {
    WeightPlan plan = new WeightPlan();
    Weight input = plan.add("input", new Weight.Initial.Constant(0.5f), 8, 4);
    LinearCrossEntropy head = new LinearCrossEntropy(new Linear(plan, "head", 4, 5));
    Network<int[]> classifier =
        (graph, targets) -> head.sum(graph, graph.weight(input), targets, 1);
    BatchSource<int[]> one =
        new FixedBatches<>(
            List.of(new Batch<>(List.of(new int[] {0, 1, 2, 3, 4, 0, 1, 2}), new long[8], 8)));
    TrainerSettings settings =
        new TrainerSettings(
            5, 0, AdamWSettings.pytorchDefaults(0.1), new Schedule.Constant(), 0, 1);
    try (Weights weights = new Weights(plan, 1)) {
      TrainingResult result =
          Trainer.train(
              classifier,
              weights,
              TrainingData.of(one).validatedOn(one),
              settings,
              TrainerFolder.none(),
              threads(2));
      try (Replica replica = Replica.forInference(weights);
          Graph graph = Graph.inference(replica)) {
        assertThat(result.losses().getLast().validation())
            .isEqualTo(classifier.loss(graph, new int[] {0, 1, 2, 3, 4, 0, 1, 2}).item());
      }
    }
  }

  @Test
  void earlyStoppingTakesTheBestEpochsWeights() {
    // So large a step overshoots: validation is best early.
    TrainerSettings rash =
        new TrainerSettings(
            30, 3, AdamWSettings.pytorchDefaults(0.3), new Schedule.Constant(), 0, 11);
    Trained trained = train(DATA, rash, TrainerFolder.none(), threads(2));
    List<EpochLosses> losses = trained.result().losses();
    long best = trained.result().bestEpoch().orElseThrow();
    assertThat(losses.size()).isLessThan(30).isEqualTo((int) best + 4);
    assertThat(losses).allMatch(each -> each.validation() >= losses.get((int) best).validation());
    TrainerSettings untilBest =
        new TrainerSettings(
            (int) best + 1, 0, rash.optimiser(), rash.schedule(), rash.clipNorm(), rash.seed());
    assertThat(train(DATA, untilBest, TrainerFolder.none(), threads(1)).weights())
        .isEqualTo(trained.weights());
  }

  /** Stopped in every phase of an epoch, one run after another, with changing threads. */
  @Test
  void aRunThatIsStoppedAgainAndAgainEndsWithTheSameBits() {
    TrainerSettings settings = Perceptron.settings(4, 2);
    Trained whole = train(DATA, settings, TrainerFolder.none(), threads(2));
    TrainerFolder folder = everyFewSteps("stopped");
    Trained resumed = null;
    int stops = 0;
    for (int run = 0; resumed == null; run++) {
      RunContext context = threads(1 + run % 3);
      AtomicInteger left = new AtomicInteger(10); // an epoch has 16 batches and 4 of validation
      TrainingData<Perceptron.Rows> data =
          TrainingData.of((BatchSource<Perceptron.Rows>) stopping(500, 32, 1, context, left))
              .validatedOn(stopping(200, 50, 2, context, left));
      try {
        resumed = train(data, settings, folder, context);
      } catch (InterruptedRunException e) {
        stops++;
      }
    }
    assertThat(stops).isGreaterThan(4);
    assertThat(resumed.weights()).isEqualTo(whole.weights());
    assertThat(resumed.result().losses()).isEqualTo(whole.result().losses());
    assertThat(resumed.result().bestEpoch()).isEqualTo(whole.result().bestEpoch());
    // Once it is finished, there is nothing left to do.
    assertThat(train(DATA, settings, folder, threads(1)).weights()).isEqualTo(whole.weights());
  }

  /** Stops the run when so many batches that were not passed over have been given. */
  private static Perceptron.Points stopping(
      int clients, int batch, long seed, RunContext context, AtomicInteger left) {
    return new Perceptron.Points(
        clients,
        batch,
        seed,
        number -> {
          if (left.decrementAndGet() == 0) {
            context.stop();
          }
        });
  }

  @Test
  void anInterruptedThreadStillLeavesACheckpoint() {
    TrainerFolder folder = everyFewSteps("interrupted");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> train(DATA, Perceptron.settings(1, 0), folder, threads(2)))
        .isInstanceOf(InterruptedRunException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(dir.resolve("interrupted/checkpoint.safetensors")).exists();
  }

  @Test
  void metricsHaveEveryStepOnceEvenAfterAStop() throws IOException {
    TrainerFolder folder = everyFewSteps("metrics");
    RunContext stopped = threads(2);
    AtomicInteger left = new AtomicInteger(13);
    TrainingData<Perceptron.Rows> data =
        TrainingData.of((BatchSource<Perceptron.Rows>) stopping(500, 32, 1, stopped, left))
            .validatedOn(HELD);
    TrainerSettings settings = Perceptron.settings(2, 0);
    assertThatThrownBy(() -> train(data, settings, folder, stopped))
        .isInstanceOf(InterruptedRunException.class);
    Files.writeString(
        dir.resolve("metrics/metrics.jsonl"),
        "{\"of a step after the checkpoint\":1}\n",
        StandardOpenOption.APPEND);
    TrainingResult result = train(DATA, settings, folder, threads(2)).result();

    List<JsonNode> lines =
        Files.readAllLines(dir.resolve("metrics/metrics.jsonl")).stream()
            .map(TrainerTest::json)
            .toList();
    assertThat(lines.stream().filter(line -> line.get("kind").asText().equals("steps")))
        .extracting(line -> line.get("step").asInt())
        .containsExactly(5, 10, 15, 20, 25, 30);
    assertThat(lines.stream().filter(line -> line.get("kind").asText().equals("epoch")))
        .extracting(line -> line.get("validation").asDouble())
        .containsExactly(result.losses().get(0).validation(), result.losses().get(1).validation());
    JsonNode steps = lines.getFirst();
    assertThat(steps.get("learningRate").asDouble()).isEqualTo(0.02);
    assertThat(steps.get("gradientNorm").asDouble()).isPositive();
    assertThat(steps.get("eventsPerSecond").asDouble()).isPositive();
  }

  private static JsonNode json(String line) {
    try {
      return Json.mapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void progressCountsClientsOverAllEpochsAndSaysThatItResumes() {
    List<String> said = new CopyOnWriteArrayList<>();
    AtomicLong clients = new AtomicLong();
    Progress progress =
        new Progress() {
          @Override
          public Step start(String what, long total, String unit) {
            said.add(what + " " + total + " " + unit);
            return new Step() {
              @Override
              public void advance(long units) {
                clients.addAndGet(units);
              }

              @Override
              public void say(String detail) {}

              @Override
              public void close() {}
            };
          }

          @Override
          public void note(String message) {
            said.add(message);
          }
        };
    RunContext context = new RunContext(Resources.ofThisMachine(), progress);
    AtomicInteger left = new AtomicInteger(20);
    TrainingData<Perceptron.Rows> data =
        TrainingData.of((BatchSource<Perceptron.Rows>) stopping(500, 32, 1, context, left));
    TrainerFolder folder = everyFewSteps("progress");
    assertThatThrownBy(() -> train(data, Perceptron.settings(3, 0), folder, context))
        .isInstanceOf(InterruptedRunException.class);
    clients.set(0);
    train(
        TrainingData.of(TRAINING),
        Perceptron.settings(3, 0),
        folder,
        new RunContext(Resources.ofThisMachine(), progress));
    assertThat(said)
        .containsExactly(
            "training 1500 clients", "training resumes after step 19", "training 1500 clients");
    assertThat(clients).hasValue(1500);
  }

  @Test
  void theRunsWorkFolderHoldsOneFolderForEachFingerprint() {
    RunContext context = threads(1).withWorkFolder(dir.resolve("work")).withThreads(2);
    TrainerFolder one = TrainerFolder.within(context, "encoder", "a=1");
    assertThat(one.path())
        .hasValueSatisfying(path -> assertThat(path.getParent().getFileName()).hasToString("work"));
    assertThat(TrainerFolder.within(context, "encoder", "a=1")).isEqualTo(one);
    assertThat(TrainerFolder.within(context, "encoder", "a=2").path()).isNotEqualTo(one.path());
    assertThat(TrainerFolder.within(threads(1), "encoder", "a=1").path()).isEmpty();
  }

  @Test
  void anotherRunsCheckpointIsRefused() {
    TrainerFolder folder = everyFewSteps("other");
    train(DATA, Perceptron.settings(1, 0), folder, threads(1));
    assertThatThrownBy(() -> train(DATA, Perceptron.settings(2, 0), folder, threads(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("settings: expected TrainerSettings[epochs=2")
        .hasMessageContaining("found TrainerSettings[epochs=1")
        .hasMessageContaining("remove the file to begin anew");
    TrainerFolder otherData =
        new TrainerFolder(folder.path(), "points of seed 9", Duration.ZERO, 0, 5);
    assertThatThrownBy(() -> train(DATA, Perceptron.settings(1, 0), otherData, threads(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("data: expected points of seed 9, found points of seed 1");
  }

  @Test
  void checkpointsThatDoNotFitOnTheDiskAreSaidBeforeTraining() {
    TrainerFolder folder = everyFewSteps("full");
    RunContext little = threads(1).withDisk(any -> 100_000); // enough for one, not for the next too
    assertThatThrownBy(() -> train(DATA, Perceptron.settings(2, 0), folder, little))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(dir.resolve("full") + ": expected room for about 1 MB");
    assertThat(dir.resolve("full").resolve(TrainerFolder.CHECKPOINT)).doesNotExist();
    train(DATA, Perceptron.settings(1, 0), TrainerFolder.none(), threads(1).withDisk(any -> 0));
    train(DATA, Perceptron.settings(2, 0), folder, threads(1));
    train(DATA, Perceptron.settings(2, 0), folder, little);
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    TrainerFolder folder = everyFewSteps("damaged");
    train(DATA, Perceptron.settings(1, 0), folder, threads(1));
    Path file = dir.resolve("damaged/checkpoint.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> train(DATA, Perceptron.settings(1, 0), folder, threads(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aLossThatIsNotANumberStopsAndNamesTheBatch() throws IOException {
    TrainerFolder folder = everyFewSteps("diverged");
    Network<Perceptron.Rows> broken =
        (graph, rows) -> {
          Variable loss = network.loss(graph, rows);
          return rows.total() == 20 ? loss.times(Double.NaN) : loss; // the last batch of an epoch
        };
    DivergedException failure;
    try (Weights weights = network.weights(5)) {
      failure =
          catchThrowableOfType(
              DivergedException.class,
              () ->
                  Trainer.train(
                      broken, weights, DATA, Perceptron.settings(1, 0), folder, threads(2)));
    }
    assertThat(failure)
        .hasMessageContaining("epoch 0, batch 15 (after 15 steps)")
        .hasMessageContaining("found loss NaN")
        .hasMessageContaining("20 clients, listed in ");
    assertThat(failure.clientIds()).hasSize(20).doesNotHaveDuplicates();
    JsonNode written = json(Files.readString(dir.resolve("diverged/failed-batch.json")));
    assertThat(written.get("clients")).hasSize(20);
    assertThat(written.get("clients").get(3).asLong()).isEqualTo(failure.clientIds()[3]);

    // The last good checkpoint is that of step 14.
    assertThat(train(DATA, Perceptron.settings(1, 0), folder, threads(2)).weights())
        .isEqualTo(
            train(DATA, Perceptron.settings(1, 0), TrainerFolder.none(), threads(1)).weights());
  }

  /** torch.optim.AdamW with clip_grad_norm_(0.1) in PyTorch 2.10, loss Σ w²·(1, 2, 3), 3 steps. */
  @Test
  void stepsAreClippedAsPyTorchClips() {
    WeightPlan plan = new WeightPlan();
    Weight w = plan.add("w", new Weight.Initial.Constant(0), 3);
    Network<Double> bowl =
        (graph, scale) -> {
          Variable x = graph.weight(w);
          Variable y = x.square();
          return y.narrow(0, 0, 1)
              .plus(y.narrow(0, 1, 1).times(2))
              .plus(y.narrow(0, 2, 1).times(3))
              .sum()
              .times(scale);
        };
    BatchSource<Double> three =
        new FixedBatches<>(
            Collections.nCopies(3, new Batch<>(List.of(0.25, 0.5, 0.25), new long[3], 3)));
    TrainerSettings settings =
        new TrainerSettings(
            1, 0, AdamWSettings.pytorchDefaults(0.1), new Schedule.Constant(), 0.1, 1);
    try (Weights weights = new Weights(plan, 1)) {
      weights.values(w).setAtIndex(ValueLayout.JAVA_FLOAT, 0, 0.5f);
      weights.values(w).setAtIndex(ValueLayout.JAVA_FLOAT, 1, -0.2f);
      weights.values(w).setAtIndex(ValueLayout.JAVA_FLOAT, 2, 0.01f);
      TrainingResult result =
          Trainer.train(
              bowl, weights, TrainingData.of(three), settings, TrainerFolder.none(), threads(2));
      assertThat(weights.values(w).toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(new float[] {0.198681206f, 0.0726069435f, 0.0511693843f}, within(1e-6f));
      assertThat(result.losses().getFirst().training()).isCloseTo(0.20835896333, within(1e-6));
    }
  }

  /** In hardware or by rounding around fp32 products. */
  @Test
  void bfloat16TrainsNearFp32WithTheSameBitsForAnyNumberOfThreads() {
    TrainerSettings settings = Perceptron.settings(3, 0);
    Trained wide = train(DATA, settings, TrainerFolder.none(), threads(2));
    float[] one = narrow(settings, TrainerFolder.none(), threads(1)).weights();
    Trained two = narrow(settings, TrainerFolder.none(), threads(2));
    assertThat(narrow(settings, TrainerFolder.none(), threads(4)).weights()).isEqualTo(one);
    assertThat(two.weights()).isEqualTo(one).isNotEqualTo(wide.weights());
    assertThat(two.result().losses().getLast().training())
        .isCloseTo(wide.result().losses().getLast().training(), within(0.01));
  }

  private Trained narrow(TrainerSettings settings, TrainerFolder folder, RunContext context) {
    try (Weights weights = network.weights(5, Precision.BF16)) {
      TrainingResult result = Trainer.train(network, weights, DATA, settings, folder, context);
      return new Trained(result, weights.block().toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  @Test
  void whereBfloat16BringsNoSpeedItIsSaidOnce() {
    HeardProgress progress = new HeardProgress();
    RunContext context = threads(1).withProgress(progress);
    var unused = narrow(Perceptron.settings(1, 0), TrainerFolder.none(), context);
    assertThat(progress.notes().stream().filter(note -> note.startsWith("bf16 brings no speed")))
        .hasSize(NativeRuntime.get().hasBfloat16() ? 0 : 1);
  }

  @Test
  void aCheckpointOfAnotherPrecisionIsRefused() {
    TrainerSettings settings = Perceptron.settings(1, 0);
    var unused = train(DATA, settings, everyFewSteps("a"), threads(1));
    assertThatThrownBy(() -> narrow(settings, everyFewSteps("a"), threads(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("precision");
  }

  @Test
  void nothingToTrainOnIsSaid() {
    TrainingData<Perceptron.Rows> none = TrainingData.of(new Perceptron.Points(0, 32, 1));
    assertThatThrownBy(
            () -> train(none, Perceptron.settings(1, 0), TrainerFolder.none(), threads(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training data: expected at least one client");
  }

  @Test
  void noEpochsLeaveTheInitialWeights() {
    Trained trained = train(DATA, Perceptron.settings(0, 3), TrainerFolder.none(), threads(1));
    try (Weights weights = network.weights(5)) {
      assertThat(trained.weights()).isEqualTo(weights.block().toArray(ValueLayout.JAVA_FLOAT));
    }
  }
}
