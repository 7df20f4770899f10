package io.habitus.models.mtl;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.Map;

class MtlModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return ProfileModels.named(
        "mtl", Map.of("hidden", "12", "latent", "6", "batch", "16", "epochs", "2"));
  }
}
