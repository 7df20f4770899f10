package io.habitus.models.sra;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.Map;

/** The contract with products of bfloat16. */
class SraBfloat16ModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    Map<String, String> parameters =
        Map.of("hidden", "12", "latent", "6", "batch", "16", "precision", "bf16");
    return ProfileModels.named("sra", parameters);
  }
}
