package io.habitus.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import io.habitus.testkit.run.HeardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GruAutoencoderModelTest extends ProfileModelContract {
  static ProfileModel small(String... parameters) {
    Map<String, String> values =
        new HashMap<>(Map.of("embedding", "8", "hidden", "16", "epochs", "2", "batch", "16"));
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i], parameters[i + 1]);
    }
    return ProfileModels.named("gru-ae", values);
  }

  @Override
  protected ProfileModel model() {
    return small();
  }

  @Test
  void defaultsAreThePublishedOnes() {
    Map<String, String> dayEventType = ProfileModels.named("gru-ae", Map.of()).parameters();
    assertThat(dayEventType)
        .containsEntry("fields", "day,event_type")
        .containsEntry("combine", "concatenate")
        .containsEntry("embedding", "64")
        .containsEntry("hidden", "128")
        .containsEntry("layers", "2")
        .containsEntry("dropout", "0.5")
        .containsEntry("epochs", "30")
        .containsEntry("patience", "5")
        .containsEntry("max-events", "126")
        .containsEntry("vocabulary", "5000")
        .containsEntry("batch", "256")
        .containsEntry("learning-rate", "0.001")
        .containsEntry("validation", "teacher-forced");
    assertThat(ProfileModels.named("gru-ae", Map.of("variant", "week_all")).parameters())
        .containsEntry("fields", "week,event_type,values")
        .containsEntry("combine", "sum")
        .containsEntry("embedding", "512")
        .containsEntry("layers", "3")
        .containsEntry("dropout", "0.1")
        .containsEntry("epochs", "10")
        .containsEntry("patience", "3");
    assertThat(ProfileModels.named("gru-ae", Map.of("variant", "sku_text")).parameters())
        .containsEntry("fields", "item_codes")
        .containsEntry("max-events", "64");
  }

  @Test
  void widthsThatDoNotFitAreAnErrorThatNamesTheRightOne() {
    Histories input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    assertThatThrownBy(
            () -> small("hidden", "20").fit(input, everyone(), 1, RunContext.silent()).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected hidden=16, found 20 (2 fields of 8 columns, concatenated)");
    assertThatThrownBy(
            () -> small("fields", "day,ur").fit(input, everyone(), 1, RunContext.silent()).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Did you mean url?");
  }

  @Test
  void aClientWithoutStepsHasZerosAndOthersHaveNot() {
    Histories input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    try (FittedProfileModel fitted = small().fit(input, everyone(), 1, RunContext.silent())) {
      Profiles profiles = fitted.embed(input, ClientSet.of(3, 77_777), RunContext.silent());
      for (int column = 0; column < profiles.width(); column++) {
        assertThat(profiles.get(1, column)).isZero();
        assertThat(profiles.get(0, column)).isNotZero();
      }
    }
  }

  @Test
  void aSavedModelHasACardWeightsForPythonAndMetrics() {
    Histories input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    RunContext context = RunContext.silent().withWorkFolder(dir.resolve("work"));
    try (FittedProfileModel fitted = small().fit(input, everyone(), 1, context)) {
      fitted.save(dir.resolve("saved"));
    }
    try (FittedProfileModel loaded = ProfileModels.load(dir.resolve("saved"))) {
      assertThat(loaded.learnedUntil()).contains(Micros.toInstant(CUT_OFF));
    }
    assertThat(dir.resolve("saved/README.md"))
        .content()
        .contains(
            "histories of schema `challenge`",
            "day (",
            "event_type (5 values)",
            "2 epochs",
            "hidden=16",
            "seed 1");
    assertThat(Files.exists(dir.resolve("saved/model.safetensors"))).isTrue();
    assertThat(dir.resolve("saved/metrics.jsonl")).content().contains("\"validation\"");
  }

  /** Ten clients who do always the same: their histories fit into their vectors. */
  @Test
  void whatIsSimpleIsReadBackFromTheVectorAlone() {
    MemoryLog log = MemoryLog.challenge();
    List<String> types = List.of("product_buy", "add_to_cart", "page_visit");
    for (int client = 0; client < 60; client++) {
      for (int i = 0; i < 2 + client % 3; i++) {
        log.event(client, "2022-05-0" + (1 + i) + "T00:00:00Z", types.get(client % 3), 1);
      }
    }
    Histories input = log.histories();
    long[] ids = new long[60];
    Arrays.setAll(ids, i -> i);
    ProfileModel model =
        small(
            "epochs",
            "60",
            "dropout",
            "0",
            "learning-rate",
            "0.02",
            "patience",
            "0",
            "test-share",
            "0.2");
    try (FittedProfileModel fitted = model.fit(input, ClientSet.of(ids), 1, RunContext.silent())) {
      Reconstruction found =
          ((FittedGruAutoencoder) fitted)
              .reconstruct(input, ClientSet.of(ids), 3, RunContext.silent());
      assertThat(found.clients()).isEqualTo(60);
      assertThat(found.unseen()).isBetween(3, 25);
      assertThat(found.steps()).isEqualTo(180);
      assertThat(found.whole()).isEqualTo(1);
      assertThat(found.length()).isEqualTo(1);
      assertThat(found.fields())
          .extracting(Reconstruction.FieldAccuracy::name)
          .containsExactly("day", "event_type");
      assertThat(found.fields()).allMatch(field -> field.accuracy() == 1);
      assertThat(found.fields().getLast().mostFrequent()).isBetween(0.3, 0.5);
      assertThat(found.fields().getFirst().positions())
          .extracting(Reconstruction.PositionAccuracy::steps)
          .containsExactly(60L, 60L, 60L);
      assertThat(found.examples()).hasSize(3).allMatch(Reconstruction.Example::unseen);
      assertThat(found.examples().getFirst().steps())
          .allMatch(step -> step.real().equals(step.readBack()));
    }
  }

  @Test
  void bfloat16LearnsWhatFp32Learns() {
    Histories input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    double[] losses = new double[2];
    for (int i = 0; i < losses.length; i++) {
      ProfileModel model = small("epochs", "6", "precision", i == 0 ? "fp32" : "bf16");
      try (var fitted =
          (FittedGruAutoencoder) model.fit(input, everyone(), 1, RunContext.silent())) {
        losses[i] = fitted.summary().epochs().getLast().training();
        assertThat(losses[i]).isLessThan(fitted.summary().epochs().getFirst().training());
      }
    }
    assertThat(losses[1]).isNotEqualTo(losses[0]).isCloseTo(losses[0], within(losses[0] / 50));
  }

  @Test
  void aStoppedFitGoesOnWhereItWas() throws Exception {
    Histories input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    ProfileModel model = small("epochs", "4");
    RunContext whole = in("whole", Integer.MAX_VALUE);
    RunContext half = in("half", 5);
    List<Float> expected;
    try (FittedProfileModel fitted = model.fit(input, everyone(), 1, whole)) {
      expected = first(fitted.embed(input, everyone(), whole));
    }
    assertThatThrownBy(() -> model.fit(input, everyone(), 1, half).close())
        .isInstanceOf(InterruptedRunException.class);
    assertThat(dir.resolve("half")).isDirectoryRecursivelyContaining("glob:**.safetensors");
    RunContext rest = in("half", Integer.MAX_VALUE);
    try (FittedProfileModel fitted = model.fit(input, everyone(), 1, rest)) {
      assertThat(first(fitted.embed(input, everyone(), whole))).isEqualTo(expected);
    }
  }

  private static List<Float> first(Profiles profiles) {
    return IntStream.range(0, profiles.width()).mapToObj(c -> profiles.get(3, c)).toList();
  }

  /** A run in a temporary folder of its own that is stopped after so many optimiser steps. */
  private RunContext in(String folder, int steps) throws IOException {
    Files.createDirectories(dir.resolve(folder));
    RunContext run = new RunContext(new Resources(2, 1L << 30, dir), Progress.SILENT);
    AtomicInteger left = new AtomicInteger(steps);
    Progress stopping =
        new HeardProgress()
            .onAdvance((what, units) -> {
              if (what.equals("training") && left.decrementAndGet() < 0) {
                run.stop();
              }
            });
    return run.withProgress(stopping).withWorkFolder(dir.resolve(folder));
  }
}
