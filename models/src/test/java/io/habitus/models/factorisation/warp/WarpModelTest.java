package io.habitus.models.factorisation.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarpModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return ProfileModels.named("warp", Map.of("components", "6", "epochs", "3"));
  }

  @Test
  void defaultsAreThePublished() {
    assertThat(ProfileModels.named("warp", Map.of()).parameters())
        .containsEntry("components", "64")
        .containsEntry("epochs", "30")
        .containsEntry("learning-rate", "0.05")
        .containsEntry("max-sampled", "10")
        .containsEntry("buy-weight", "1.0")
        .containsEntry("add-weight", "0.7")
        .containsEntry("remove-weight", "-0.5");
  }

  private static byte[] codes(int value) {
    byte[] codes = new byte[16];
    Arrays.fill(codes, (byte) value);
    return codes;
  }

  /** Twice the mean code, twice the vector; no search is a code of −1. */
  @Test
  void vectorsAreLinearInTheMeanCodes() {
    MemoryLog log = log(0);
    log.event(500, CUT_OFF - 9, "search_query", new Object[] {codes(40)});
    log.event(500, CUT_OFF - 8, "search_query", new Object[] {codes(60)});
    log.event(501, CUT_OFF - 8, "search_query", new Object[] {codes(200)});
    log.event(502, CUT_OFF - 8, "page_visit", 3);
    Histories input = log.histories(Long.MIN_VALUE, CUT_OFF);
    FittedProfileModel fitted = model().fit(input, everyone(), 1, RunContext.silent());
    Profiles profiles = fitted.embed(input, ClientSet.of(500, 501, 502), RunContext.silent());
    for (int column = 0; column < 6; column++) {
      float of200 = profiles.get(1, column);
      assertThat(profiles.get(0, column)).isCloseTo(of200 / 4, within(2e-3f));
      assertThat(profiles.get(2, column)).isCloseTo(-of200 / 200, within(2e-3f));
    }
  }

  @Test
  void dataWithoutCodesSaysSo() {
    Schema bare =
        new Schema(
            "bare",
            List.of(new EventType("product_buy", List.of("sku"))),
            List.of(Field.categorical("sku")),
            Optional.of("sku"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "product_buy",
            14);
    Histories input = MemoryLog.of(bare).event(1, 1, "product_buy", 3).histories();
    assertThatThrownBy(() -> model().fit(input, ClientSet.of(1), 1, RunContext.silent()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("code vectors of queries");
  }
}
