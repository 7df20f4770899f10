package io.habitus.models.nextevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NextProductModelTest extends ProfileModelContract {
  static ProfileModel small(String name, String... parameters) {
    Map<String, String> values = new HashMap<>(Map.of("layers", "2", "epochs", "2", "batch", "16"));
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i], parameters[i + 1]);
    }
    return ProfileModels.named(name, values);
  }

  @Override
  protected ProfileModel model() {
    return small("next-product", "widths", "12,3", "slice", "4", "max-events", "9");
  }

  @Test
  void defaultsAreThePublishedOnes() {
    assertThat(ProfileModels.named("next-product", Map.of()).parameters())
        .containsEntry("fields", "category,event_type")
        .containsEntry("widths", "96,31")
        .containsEntry("price", "price")
        .containsEntry("layers", "4")
        .containsEntry("heads", "4")
        .containsEntry("slice", "32")
        .containsEntry("max-events", "64")
        .containsEntry("learn-from", "all")
        .containsEntry("batch", "512")
        .containsEntry("epochs", "10")
        .containsEntry("patience", "3")
        .containsEntry("dropout", "0.1")
        .containsEntry("learning-rate", "0.001")
        .containsEntry("validation", "loss");
    assertThat(ProfileModels.named("next-url", Map.of()).parameters())
        .containsEntry("fields", "page")
        .containsEntry("widths", "192")
        .containsEntry("price", "none")
        .containsEntry("layers", "6")
        .containsEntry("heads", "4")
        .containsEntry("max-events", "256")
        .containsEntry("least", "10")
        .containsEntry("negatives", "10000")
        .containsEntry("learn-from", "profiles")
        .containsEntry("batch", "32")
        .containsEntry("validation", "ndcg");
  }

  @Test
  void parametersThatDoNotFitTogetherSaySo() {
    assertThatThrownBy(() -> small("next-product", "widths", "12"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected one for each of the fields [category, event_type]");
    assertThatThrownBy(() -> small("next-product", "widths", "12,4"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a step of 17 columns cannot be cut into 4 heads");
    assertThatThrownBy(() -> small("next-product", "slice", "80"))
        .hasMessageContaining("expected at most max-events, 64, found 80");
  }

  @Test
  void bfloat16LearnsWhatFp32Learns() {
    double[] losses = new double[2];
    for (int i = 0; i < losses.length; i++) {
      ProfileModel model =
          small("next-product", "widths", "12,3", "precision", i == 0 ? "fp32" : "bf16");
      try (var fitted =
          (FittedNextEvent) model.fit(log(0).histories(), everyone(), 1, RunContext.silent())) {
        losses[i] = fitted.summary().epochs().getLast().training();
        assertThat(losses[i]).isLessThan(fitted.summary().epochs().getFirst().training());
      }
    }
    assertThat(losses[1]).isNotEqualTo(losses[0]).isCloseTo(losses[0], within(losses[0] / 50));
  }

  @Test
  void visitsAloneAreNoProductEvents() {
    MemoryLog log =
        MemoryLog.challenge()
            .item(1, 5, 7, null)
            .event(1, CUT_OFF - 3, "page_visit", 1)
            .event(2, CUT_OFF - 3, "product_buy", 1)
            .event(2, CUT_OFF - 2, "product_buy", 1);
    ClientSet both = ClientSet.of(1, 2);
    try (FittedProfileModel fitted = model().fit(log.histories(), both, 1, RunContext.silent())) {
      fitted.save(dir.resolve("visits"));
      assertThat(dir.resolve("visits/README.md"))
          .content()
          .contains("Data: histories of schema `challenge`");
      Profiles profiles = fitted.embed(log.histories(), both, RunContext.silent());
      int visitor = profiles.clientIds()[0] == 1 ? 0 : 1;
      for (int column = 0; column < profiles.width(); column++) {
        assertThat(profiles.get(visitor, column)).isZero();
      }
      assertThat(profiles.get(1 - visitor, 0)).isNotZero();
    }
  }
}
