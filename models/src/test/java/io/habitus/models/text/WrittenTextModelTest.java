package io.habitus.models.text;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import org.junit.jupiter.api.Tag;

/** The contract with the encoder at work: prices stand in for words. */
@Tag("long") // the encoder is loaded for each model, two dozen times
class WrittenTextModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return new TextModel("items", 8, "price,category", "");
  }
}
