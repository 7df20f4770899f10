package io.habitus.models.autoencoder;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;

/** The contract with products of bfloat16, renewal by digests included. */
class GruAutoencoderBfloat16ModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return GruAutoencoderModelTest.small("precision", "bf16");
  }
}
