package io.habitus.models.text;

import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;

class CodedTextModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return new TextModel("history", 8, "", "");
  }
}
