package io.habitus.models.autoencoder;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;

/** Many fields. */
class GruAutoencoderWeekAllTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return GruAutoencoderModelTest.small(
        "variant", "week_all", "hidden", "8", "layers", "2", "max-events", "12");
  }
}
