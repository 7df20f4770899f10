package io.habitus.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import io.habitus.testkit.run.HeardProgress;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SRA, FIP and MTL have in common beside the contract of all models. */
class SequenceModelsTest {
  private static final long END = 1_650_000_000_000_000L;
  private static final ClientSet CLIENTS = ClientSet.of(LongStream.range(0, 40).toArray());

  @TempDir Path dir;

  private static Map<String, String> small(String... more) {
    Map<String, String> parameters =
        new HashMap<>(Map.of("hidden", "8", "latent", "4", "batch", "8", "epochs", "2"));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  /** Forty clients over 90 days; {@code lastDays} decides what happens in the last 10. */
  private static Histories log(long lastDays) {
    MemoryLog log = MemoryLog.challenge();
    for (int part = 0; part < 2; part++) {
      Random random = new Random(part == 0 ? 3 : lastDays);
      for (int i = 0; i < (part == 0 ? 700 : 100); i++) {
        long day = part == 0 ? 10 + random.nextInt(80) : random.nextInt(10);
        long time = END - 1 - day * Micros.PER_DAY - random.nextInt(80_000) * Micros.PER_SECOND;
        long client = random.nextInt(40);
        switch (random.nextInt(3)) {
          case 0 -> log.event(client, time, "product_buy", random.nextInt(9));
          case 1 -> log.event(client, time, "add_to_cart", random.nextInt(9));
          default -> log.event(client, time, "page_visit", random.nextInt(9));
        }
      }
    }
    for (int sku = 0; sku < 9; sku++) {
      log.item(sku, sku % 3, sku % 4, null);
    }
    return log.histories(Long.MIN_VALUE, END);
  }

  private FittedSequenceModel fit(String name, Map<String, String> parameters, Histories input) {
    RunContext context = RunContext.silent();
    return (FittedSequenceModel)
        ProfileModels.named(name, parameters).fit(input, CLIENTS, 11, context);
  }

  private static byte[] weights(FittedSequenceModel fitted) {
    return fitted.weights().block().toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] vectors(FittedProfileModel fitted, Histories input) {
    return fitted
        .embed(input, CLIENTS, RunContext.silent())
        .halves()
        .toArray(ValueLayout.JAVA_BYTE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sra", "fip", "mtl", "mtl-propensity", "mtl-churn"})
  void aFirstPhaseModelLearnsNothingFromTheLastDaysButEmbedsThem(String name) {
    Map<String, String> earlier = small("earlier-days", "11");
    try (FittedSequenceModel one = fit(name, earlier, log(1));
        FittedSequenceModel other = fit(name, earlier, log(2));
        FittedSequenceModel all = fit(name, small(), log(1))) {
      assertThat(weights(one)).isEqualTo(weights(other)).isNotEqualTo(weights(all));
      assertThat(vectors(one, log(1))).isNotEqualTo(vectors(one, log(2)));
      assertThat(one.learnedUntil()).contains(Micros.toInstant(END - 11 * Micros.PER_DAY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sra", "fip", "mtl"})
  void theCausalLayoutAndKeptScalersWorkToo(String name) {
    Map<String, String> parameters = small("layout", "causal", "scalers", "fitted");
    try (FittedSequenceModel fitted = fit(name, parameters, log(1))) {
      byte[] here = vectors(fitted, log(1));
      assertThat(here).isNotEqualTo(new byte[here.length]);
      fitted.save(dir.resolve("model"));
      try (FittedProfileModel loaded = ProfileModels.load(dir.resolve("model"))) {
        assertThat(vectors(loaded, log(1))).isEqualTo(here);
        assertThat(vectors(loaded, log(2))).isNotEqualTo(here);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fip", "mtl"})
  void theTargetWindowHasTheLengthThatIsAskedFor(String name) {
    try (FittedSequenceModel byDefault = fit(name, small(), log(1));
        FittedSequenceModel asked = fit(name, small("target-days", "14"), log(1));
        FittedSequenceModel longer = fit(name, small("target-days", "30"), log(1))) {
      assertThat(weights(byDefault)).isEqualTo(weights(asked)).isNotEqualTo(weights(longer));
    }
    assertThat(ProfileModels.withTargetDays(name, Map.of(), 7)).containsEntry("target-days", "7");
    assertThat(ProfileModels.withTargetDays(name, Map.of("target-days", "3"), 7))
        .containsEntry("target-days", "3");
    assertThat(ProfileModels.withTargetDays("sra", Map.of(), 7)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sra", "fip", "mtl"})
  void aLogOfOneEventTypeIsEnough(String name) {
    Schema schema =
        new Schema(
            "clicks",
            List.of(new EventType("click", List.of("page"))),
            List.of(Field.categorical("page")),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "click",
            14);
    MemoryLog log = MemoryLog.of(schema);
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      long time = END - 1 - random.nextInt(90 * 86_400) * Micros.PER_SECOND;
      log.event(random.nextInt(40), time, "click", "page " + random.nextInt(6));
    }
    Histories input = log.histories(Long.MIN_VALUE, END);
    try (FittedSequenceModel fitted = fit(name, small(), input)) {
      byte[] vectors = vectors(fitted, input);
      assertThat(vectors).isNotEqualTo(new byte[vectors.length]);
      assertThat(fitted.state().steps()).isPositive();
    }
  }

  /** The loss of the last epoch is within a fiftieth of that of fp32. */
  @ParameterizedTest
  @ValueSource(strings = {"sra", "fip", "mtl", "mtl-propensity", "mtl-churn"})
  void bfloat16LearnsWhatFp32Learns(String name) {
    try (FittedSequenceModel wide = fit(name, small("epochs", "4"), log(1));
        FittedSequenceModel narrow = fit(name, small("epochs", "4", "precision", "bf16"), log(1))) {
      assertThat(weights(narrow)).isNotEqualTo(weights(wide));
      double loss = wide.state().losses().getLast();
      assertThat(narrow.state().losses().getLast()).isCloseTo(loss, within(loss / 50));
      assertThat(narrow.model().parameters()).containsEntry("precision", "bf16");
      assertThat(wide.model().parameters()).containsEntry("precision", "fp32");
    }
  }

  @Test
  void withoutPurchasesThePropensityNetworkStaysAsItBegins() {
    MemoryLog log = MemoryLog.challenge().event(1, END - 1, "page_visit", 3);
    Histories input = log.histories(Long.MIN_VALUE, END);
    try (FittedSequenceModel fitted = fit("mtl-propensity", small(), input)) {
      assertThat(fitted.state().steps()).isZero();
      assertThat(vectors(fitted, input)).hasSize(2 * 4 * CLIENTS.size());
    }
  }

  @Test
  void aStoppedTrainingResumesToTheSameBits() {
    Map<String, String> parameters = small("epochs", "6");
    byte[] whole;
    try (FittedSequenceModel fitted = fit("sra", parameters, log(1))) {
      whole = weights(fitted);
    }
    RunContext run =
        new RunContext(new Resources(2, 1L << 30, dir), Progress.SILENT)
            .withWorkFolder(dir.resolve("work"));
    AtomicLong left = new AtomicLong(100);
    RunContext context =
        run.withProgress(
            new HeardProgress()
                .onAdvance((what, units) -> {
                  if (what.equals("training") && left.addAndGet(-units) <= 0) {
                    run.stop();
                  }
                }));
    var model = ProfileModels.named("sra", parameters);
    assertThatThrownBy(() -> model.fit(log(1), CLIENTS, 11, context))
        .isInstanceOf(InterruptedRunException.class);
    HeardProgress rest = new HeardProgress();
    RunContext again =
        new RunContext(new Resources(1, 1L << 30, dir), rest).withWorkFolder(dir.resolve("work"));
    try (FittedSequenceModel fitted = (FittedSequenceModel) model.fit(log(1), CLIENTS, 11, again)) {
      assertThat(rest.notes()).anyMatch(note -> note.startsWith("training resumes after step"));
      assertThat(weights(fitted)).isEqualTo(whole);
    }
  }

  @Test
  void aModelsFolderSaysWhatItIs() throws Exception {
    Path folder = dir.resolve("model");
    RunContext context = RunContext.silent().withWorkFolder(dir.resolve("work"));
    try (FittedProfileModel fitted =
        ProfileModels.named("mtl", small()).fit(log(1), CLIENTS, 11, context)) {
      fitted.save(folder);
    }
    assertThat(folder.resolve("model.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("metrics.jsonl")).content().contains("\"epoch\"");
    assertThat(folder.resolve("features/layout.json")).isNotEmptyFile();
    assertThat(Files.readString(folder.resolve("README.md")))
        .contains("Profile model mtl")
        .contains("2022-04-15T05:20:00Z")
        .contains("`hidden`: 8")
        .doesNotContain("%");
  }

  @Test
  void parametersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> ProfileModels.named("mtl", Map.of("hidden", "9")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("hidden width of 9 cannot be cut into 2 attention heads");
    assertThatThrownBy(() -> ProfileModels.named("mtl-churn", Map.of("churn-weight", "0")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("at least one loss");
    assertThatThrownBy(() -> ProfileModels.named("sra", Map.of("layout", "casual")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected one of retrospective, causal");
  }
}
