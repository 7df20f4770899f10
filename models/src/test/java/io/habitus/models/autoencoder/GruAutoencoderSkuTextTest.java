package io.habitus.models.autoencoder;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;

/** Codes of items; validated as published. */
class GruAutoencoderSkuTextTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return GruAutoencoderModelTest.small(
        "variant", "sku_text", "hidden", "8", "layers", "1", "epochs", "1", "validation", "greedy");
  }
}
