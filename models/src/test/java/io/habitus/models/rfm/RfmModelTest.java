package io.habitus.models.rfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.testkit.memory.MemoryLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class RfmModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return new RfmModel(List.of(7, 30));
  }

  private static long daysAgo(double days) {
    return CUT_OFF - (long) (days * Micros.PER_DAY);
  }

  @Test
  void numbersAreTheOnesOneWouldCountByHand() {
    MemoryLog log =
        MemoryLog.challenge()
            .item(1, 5, 10, null)
            .item(2, 5, 31, null)
            .event(1, daysAgo(20), "product_buy", 1)
            .event(1, daysAgo(12), "product_buy", 2)
            .event(1, daysAgo(4), "product_buy", 1)
            .event(1, daysAgo(3.9), "product_buy", 77)
            .event(2, daysAgo(50), "page_visit", 9);
    Histories input = log.histories(Long.MIN_VALUE, CUT_OFF);
    FittedProfileModel fitted = model().fit(input, ClientSet.of(1, 2), 0, RunContext.silent());
    Profiles profiles = fitted.embed(input, ClientSet.of(1, 2), RunContext.silent());
    Reading one = new Reading(fitted.columns(), profiles, 0);
    one.expect("product_buy.recency_days", 3.9);
    one.expect("product_buy.events", 4);
    one.expect("product_buy.tenure_days", 20);
    one.expect("product_buy.active_days", 3);
    one.expect("product_buy.mean_gap_days", 16.1 / 3);
    one.expect("product_buy.events_7d", 2);
    one.expect("product_buy.events_30d", 4);
    one.expect("product_buy.distinct_sku", 3);
    one.expect("product_buy.distinct_category", 1);
    one.expect("product_buy.sum_price", 51);
    one.expect("product_buy.mean_price", 17);
    one.expect("page_visit.events", 0);
    one.expect("page_visit.recency_days", 50);
    one.expect("all.events", 4);
    Reading two = new Reading(fitted.columns(), profiles, 1);
    two.expect("product_buy.recency_days", 50);
    two.expect("page_visit.distinct_url", 1);
  }

  private record Reading(List<String> columns, Profiles profiles, int row) {
    void expect(String column, double number) {
      assertThat((double) profiles.get(row, columns.indexOf(column)))
          .as(column)
          .isCloseTo(Math.log1p(number), within(2e-3));
    }
  }
}
