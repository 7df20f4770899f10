package io.habitus.evaluation.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.Precision;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.ProbeRuns;
import io.habitus.evaluation.metric.ChallengeScorer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A small network on made-up clients whose label is the sign of their first column. */
class NeuralPredictorTest {
  private static final int CLIENTS = 150;
  private static final int WIDTH = 6;
  private static final PredictorSettings SMALL =
      new PredictorSettings(
          16, 24, 2, 3, 32, 1278, AdamWSettings.pytorchDefaults(1e-2), Precision.FP32);

  private static Profiles profiles() {
    Random random = new Random(5);
    float[] vectors = new float[CLIENTS * WIDTH];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    return Profiles.ofFloats(LongStream.range(0, CLIENTS).toArray(), WIDTH, vectors);
  }

  private static Labels labels(int width, Profiles profiles, float scale) {
    return new Labels() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public void fill(long clientId, float[] into, int at) {
        for (int label = 0; label < width; label++) {
          float value = profiles.get((int) clientId, label);
          into[at + label] = scale != 0 ? 100 + scale * value : value > 0 ? 1 : 0;
        }
      }
    };
  }

  private static Task task(TaskKind kind, int width, Optional<ClientSet> clients) {
    Labels truth = labels(width, profiles(), kind == TaskKind.NUMERIC ? 50 : 0);
    return new Task(
        "sign",
        kind,
        IntStream.range(0, width).mapToObj(Integer::toString).toList(),
        kind == TaskKind.MULTI_LABEL
            ? IntStream.range(0, width).mapToDouble(i -> .1).toArray()
            : new double[0],
        clients,
        truth,
        truth);
  }

  private static RunContext context(int threads) {
    return new RunContext(new Resources(threads, 4L << 30, Path.of("/tmp")), Progress.SILENT);
  }

  private static NeuralPredictor small() {
    return new NeuralPredictor(SMALL, new ChallengeScorer());
  }

  @Test
  void learnsWhatCanBeLearned() {
    ProbeResult result =
        small().run(profiles(), task(TaskKind.BINARY, 1, Optional.empty()), context(1));
    assertThat(result.score()).isGreaterThan(.95);
    assertThat(result.epochs()).hasSize(3);
    assertThat(result.score())
        .isEqualTo(result.epochs().stream().mapToDouble(ProbeResult.Epoch::score).max().orElse(0));
    assertThat(result.steps()).as("the last, smaller batch is kept").isEqualTo(3 * 5);
    assertThat(result.epochs().getLast().trainLoss())
        .isLessThan(result.epochs().getFirst().trainLoss());
  }

  @Test
  void numbersArePredictedInTheirOwnUnit() {
    var predictions =
        small()
            .run(profiles(), task(TaskKind.NUMERIC, 1, Optional.empty()), context(1))
            .predictions();
    double mean =
        IntStream.range(0, CLIENTS).mapToDouble(i -> predictions.logits()[i]).average().orElse(0);
    assertThat(mean).isCloseTo(100, within(20.0));
  }

  @Test
  void aTaskAboutSomeClientsSeesThoseAlone() {
    ClientSet some = ClientSet.of(3, 77, 20, 149);
    var predictions =
        small()
            .run(profiles(), task(TaskKind.BINARY, 1, Optional.of(some)), context(1))
            .predictions();
    assertThat(predictions.clientIds()).containsExactly(3, 20, 77, 149);
  }

  @Test
  void aTaskAboutOtherClientsIsRefused() {
    Task others = task(TaskKind.BINARY, 1, Optional.of(ClientSet.of(CLIENTS, CLIENTS + 1)));
    assertThatThrownBy(() -> small().run(profiles(), others, context(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("clients that task sign is about")
        .hasMessageContaining("Embed the data set's relevant clients.");
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    Task task = task(TaskKind.MULTI_LABEL, 4, Optional.empty());
    var jobs = IntStream.range(0, 4).mapToObj(i -> new ProbeRuns.Job(profiles(), task)).toList();
    float[] alone =
        ProbeRuns.all(small(), jobs.subList(0, 1), context(1)).getFirst().predictions().logits();
    for (ProbeResult result : ProbeRuns.all(small(), jobs, context(4))) {
      assertThat(result.predictions().logits()).isEqualTo(alone);
    }
  }

  /** After the first step the mean of gradients is a tenth of the gradient: compare with slopes. */
  @Test
  void everyGradientIsTheSlopeOfTheLoss() {
    Task task = task(TaskKind.MULTI_LABEL, 4, Optional.empty());
    var still = new AdamWSettings(1e-12, .9, .999, 1e-8, 0);
    var settings = new PredictorSettings(8, 12, 2, 1, 16, 1278, still, Precision.FP32);
    try (TensorOwner owner = new TensorOwner()) {
      PredictorNetwork network = new PredictorNetwork(owner, settings, WIDTH, 4);
      Activations a = Activations.forTraining(owner, settings, 16, WIDTH, 4);
      Rows rows = Rows.of(profiles(), task.trainClients());
      rows.read(0, a.inputs());
      float[] targets = new float[16 * 4];
      for (int i = 0; i < 16; i++) {
        task.train().fill(i, targets, 4 * i);
      }
      float[] gradient = new float[16 * 4];
      network.forward(a);
      new Loss.BinaryCrossEntropy().of(a.logits().toFloats(), targets, gradient);
      Tensor gradientTensor = owner.zeros(16, 4);
      gradientTensor.set(gradient, 0);
      network.step(a, gradientTensor);
      network
          .parameters()
          .forEach((name, parameter) -> {
            float[] mean = parameter.mean().toFloats();
            for (int i = 0; i < mean.length; i += 5) {
              double slope = slope(network, a, targets, parameter.value(), i);
              assertThat(10.0 * mean[i]).as("%s[%d]", name, i).isCloseTo(slope, within(2e-4));
            }
          });
    }
  }

  private static double slope(
      PredictorNetwork network, Activations a, float[] targets, Tensor weight, int at) {
    float[] values = weight.toFloats();
    float kept = values[at];
    float h = 5e-3f;
    values[at] = kept + h;
    double up = loss(network, a, targets, weight, values);
    values[at] = kept - h;
    double down = loss(network, a, targets, weight, values);
    values[at] = kept;
    weight.set(values, 0);
    return (up - down) / (2 * h);
  }

  private static double loss(
      PredictorNetwork network, Activations a, float[] targets, Tensor weight, float[] values) {
    weight.set(values, 0);
    network.forward(a);
    float[] logits = a.logits().toFloats();
    return new Loss.BinaryCrossEntropy().of(logits, targets, new float[logits.length]);
  }

  @Test
  void predictionDoesNotDependOnTheBatch() {
    Task task = task(TaskKind.BINARY, 1, Optional.empty());
    try (var training = new PredictorTraining(profiles(), task, SMALL, context(1));
        TensorOwner owner = new TensorOwner()) {
      float[] together = training.predict().logits();
      Activations one = Activations.forPrediction(owner, SMALL, 1, WIDTH, 1);
      Rows rows = Rows.of(profiles(), task.trainClients());
      for (int i = 0; i < CLIENTS; i++) {
        rows.read(i, one.inputs());
        training.network().forward(one);
        assertThat(one.logits().toFloats()[0]).isCloseTo(together[i], within(1e-5f));
      }
    }
  }

  @Test
  void aLossThatIsNoNumberNamesTaskAndStep() {
    float[] huge = new float[CLIENTS];
    Arrays.fill(huge, 65504);
    huge[40] = Float.POSITIVE_INFINITY;
    Profiles broken = Profiles.ofFloats(LongStream.range(0, CLIENTS).toArray(), 1, huge);
    assertThatThrownBy(
            () -> small().run(broken, task(TaskKind.BINARY, 1, Optional.empty()), context(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("task sign")
        .hasMessageContaining("NaN at step 2");
  }

  @Test
  void aStoppedRunEnds() {
    RunContext context = context(1);
    context.stop();
    assertThatThrownBy(
            () -> small().run(profiles(), task(TaskKind.BINARY, 1, Optional.empty()), context))
        .isInstanceOf(InterruptedRunException.class);
  }

  @Test
  void memoryIsStatedAndSufficient() {
    Task task = task(TaskKind.MULTI_LABEL, 4, Optional.empty());
    try (var training = new PredictorTraining(profiles(), task, SMALL, context(1))) {
      assertThat(small().memoryBytes(profiles(), task)).isGreaterThan(training.bytes());
    }
  }

  /** In hardware or by rounding around fp32 products. */
  @Test
  void bfloat16StaysClose() {
    Task task = task(TaskKind.BINARY, 1, Optional.empty());
    try (var wide = new PredictorTraining(profiles(), task, SMALL, context(1));
        var narrow =
            new PredictorTraining(
                profiles(), task, SMALL.withPrecision(Precision.BF16), context(1))) {
      double apart = 0;
      for (int step = 0; step < 4; step++) {
        double loss = wide.step(32 * step, 32);
        double rounded = narrow.step(32 * step, 32);
        assertThat(rounded).isCloseTo(loss, within(.02));
        apart = Math.max(apart, Math.abs(rounded - loss));
      }
      assertThat(apart).as("eight bits are not twenty-four").isPositive();
    }
  }

  @Test
  void memoryOfBfloat16IsStatedAndSufficient() {
    Task task = task(TaskKind.MULTI_LABEL, 4, Optional.empty());
    PredictorSettings settings = SMALL.withPrecision(Precision.BF16);
    NeuralPredictor predictor = new NeuralPredictor(settings, new ChallengeScorer());
    assertThat(predictor.name()).isEqualTo("predictor-bf16");
    try (var training = new PredictorTraining(profiles(), task, settings, context(1))) {
      var unused = training.step(0, 32);
      assertThat(predictor.memoryBytes(profiles(), task)).isGreaterThan(training.bytes());
    }
  }
}
