package io.habitus.models.sra;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.Map;

class SraModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return ProfileModels.named("sra", Map.of("hidden", "12", "latent", "6", "batch", "16"));
  }
}
