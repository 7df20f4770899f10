package io.habitus.models.factorisation.bpr;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.Map;

/** The weighted variant, and factors as columns. */
class BprCategoryModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return ProfileModels.named(
        "bpr-category",
        Map.of("factors", "5", "iterations", "4", "variant", "weighted", "columns", "factors"));
  }
}
