package io.habitus.models.factorisation.bpr;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BprSkuModelTest extends ProfileModelContract {
  private static final Map<String, String> SMALL =
      Map.of("factors", "6", "iterations", "5", "target-days", "20");

  @Override
  protected ProfileModel model() {
    return ProfileModels.named("bpr-sku", SMALL);
  }

  @Test
  void defaultsAreThePublished() {
    Map<String, String> sku = ProfileModels.named("bpr-sku", Map.of()).parameters();
    assertThat(sku)
        .containsEntry("buy-weight", "1.29")
        .containsEntry("add-weight", "1.151")
        .containsEntry("remove-weight", "-0.179")
        .containsEntry("factors", "232")
        .containsEntry("learning-rate", "0.0374")
        .containsEntry("regularisation", "0.0442")
        .containsEntry("iterations", "427")
        .containsEntry("variant", "binary")
        .containsEntry("unseen", "fold-in")
        .containsEntry("columns", "scores");
    assertThat(ProfileModels.named("bpr-category", Map.of()).parameters())
        .containsEntry("factors", "146")
        .containsEntry("iterations", "432");
  }

  @Test
  void columnsAreTheMostFrequentItemsOfTheLastDays() {
    long day = 86_400_000_000L;
    MemoryLog log =
        MemoryLog.challenge()
            .event(1, CUT_OFF - 50 * day, "product_buy", 3)
            .event(1, CUT_OFF - 49 * day, "product_buy", 3)
            .event(1, CUT_OFF - 48 * day, "product_buy", 3)
            .event(2, CUT_OFF - 2 * day, "product_buy", 8)
            .event(3, CUT_OFF - 2 * day, "product_buy", 7)
            .event(3, CUT_OFF - 1 * day, "product_buy", 8);
    Histories input = log.histories(Long.MIN_VALUE, CUT_OFF);
    FittedProfileModel fitted = model().fit(input, ClientSet.of(1, 2), 1, RunContext.silent());
    assertThat(fitted.columns()).containsExactly("bpr-sku.score.sku=8", "bpr-sku.score.sku=7");
  }

  @Test
  void unseenClientsHaveZerosWhereAskedFor() {
    Histories input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    ClientSet seen = ClientSet.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    ClientSet stranger = ClientSet.of(30);
    Map<String, String> zeros = new TreeMap<>(SMALL);
    zeros.put("learn-from", "relevant");
    ProfileModel folding = ProfileModels.named("bpr-sku", zeros);
    zeros.put("unseen", "zeros");
    ProfileModel published = ProfileModels.named("bpr-sku", zeros);
    assertThat(sum(folding.fit(input, seen, 1, RunContext.silent()), input, stranger)).isPositive();
    assertThat(sum(published.fit(input, seen, 1, RunContext.silent()), input, stranger)).isZero();
  }

  private static double sum(FittedProfileModel fitted, Histories input, ClientSet clients) {
    Profiles profiles = fitted.embed(input, clients, RunContext.silent());
    double sum = 0;
    for (int column = 0; column < profiles.width(); column++) {
      sum += Math.abs(profiles.get(0, column));
    }
    return sum;
  }
}
