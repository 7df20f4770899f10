package io.habitus.models.factorisation.als;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlsCategoryModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return ProfileModels.named("als-category", Map.of("factors", "5", "iterations", "3"));
  }

  @Test
  void defaultsAreThePublished() {
    assertThat(ProfileModels.named("als-category", Map.of()).parameters())
        .containsEntry("factors", "64")
        .containsEntry("iterations", "15")
        .containsEntry("regularisation", "0.01")
        .containsEntry("buy-weight", "3.0")
        .containsEntry("add-weight", "1.0")
        .containsEntry("remove-weight", "0.0")
        .containsEntry("learn-from", "all");
    assertThat(ProfileModels.named("als-url", Map.of()).parameters())
        .containsEntry("visit-weight", "1.0")
        .containsEntry("buy-weight", "0.0")
        .containsEntry("learn-from", "relevant");
  }
}
