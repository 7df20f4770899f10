package io.habitus.models.factorisation.als;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.Map;

class AlsUrlModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return ProfileModels.named("als-url", Map.of("factors", "8", "iterations", "2"));
  }
}
