package io.habitus.models.aggregated;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import java.util.List;

class AggregatedModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return new AggregatedModel(10, List.of(1, 7, 30));
  }
}
