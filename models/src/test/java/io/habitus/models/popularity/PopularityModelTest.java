package io.habitus.models.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.testkit.memory.MemoryLog;
import org.junit.jupiter.api.Test;

class PopularityModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return new PopularityModel(10);
  }

  @Test
  void everyoneHasTheSharesOfPopularThings() {
    MemoryLog log =
        MemoryLog.challenge()
            .item(1, 5, 10, null)
            .event(1, CUT_OFF - 4, "product_buy", 1)
            .event(1, CUT_OFF - 3, "product_buy", 1)
            .event(2, CUT_OFF - 2, "product_buy", 1)
            .event(2, CUT_OFF - 1, "product_buy", 3)
            .event(2, CUT_OFF - 1, "page_visit", 3);
    Histories input = log.histories(Long.MIN_VALUE, CUT_OFF);
    ClientSet clients = ClientSet.of(1, 2, 3);
    FittedProfileModel fitted = model().fit(input, clients, 0, RunContext.silent());
    assertThat(fitted.columns())
        .containsExactly(
            "constant",
            "product_buy.share.sku=1",
            "product_buy.share.sku=3",
            "product_buy.share.category=5",
            "product_buy.share.price=10");
    Profiles profiles = fitted.embed(input, clients, RunContext.silent());
    for (int row = 0; row < 3; row++) {
      float[] vector = new float[5];
      profiles.read(row, vector, 0);
      assertThat(vector).containsExactly(1, 0.75f, 0.25f, 0.75f, 0.75f);
    }
  }
}
