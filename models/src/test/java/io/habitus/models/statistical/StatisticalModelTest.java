package io.habitus.models.statistical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.testkit.memory.MemoryLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatisticalModelTest extends ProfileModelContract {
  private static final String BUY = "product_buy";
  private static final String ADD = "add_to_cart";
  private static final String VISIT = "page_visit";

  @Override
  protected ProfileModel model() {
    return new StatisticalModel();
  }

  private Reading read(MemoryLog log, ClientSet fitted, long... clients) {
    Histories input = log.histories(Long.MIN_VALUE, CUT_OFF);
    FittedProfileModel model = model().fit(input, fitted, 0, RunContext.silent());
    Profiles profiles = model.embed(input, ClientSet.of(clients), RunContext.silent());
    return new Reading(model.columns(), profiles);
  }

  private record Reading(List<String> columns, Profiles profiles) {
    void expect(int row, String column, double number) {
      assertThat(columns).contains(column);
      assertThat((double) profiles.get(row, columns.indexOf(column)))
          .as("client %d, %s", profiles.clientIds()[row], column)
          .isCloseTo(number, within(Math.abs(number) / 1000));
    }
  }

  @Test
  void theChallengeHas37Columns() {
    FittedProfileModel fitted = model().fit(log(0).histories(), everyone(), 0, RunContext.silent());
    assertThat(fitted.columns())
        .hasSize(37)
        .contains(
            "product_buy.events",
            "product_buy.mean_interval_days",
            "add_to_cart.week_change",
            "remove_from_cart.month_change",
            "page_visit.first_day",
            "page_visit.last_day",
            "product_buy.popularity_sku",
            "remove_from_cart.popularity_category",
            "page_visit.popularity_url",
            "page_visit.weeks",
            "page_visit.months",
            "product_buy.sum_price",
            "product_buy.mean_price",
            "add_to_cart.bought_sku",
            "add_to_cart.bought_category")
        .noneMatch(name -> name.startsWith("search_query"));
  }

  /** 2022-05-18, a Wednesday, is the day of the last purchase. */
  @Test
  void purchasesAreTheOnesOneWouldCountByHand() {
    MemoryLog log =
        MemoryLog.challenge()
            .item(1, 5, 10, null)
            .item(2, 5, 31, null)
            .item(3, 6, 40, null)
            .event(9, "2022-03-01T06:00:00Z", BUY, 1) // the data's start; May and April are other
            .event(1, "2022-04-02T00:00:00Z", BUY, 1) // last month
            .event(1, "2022-05-04T23:59:59Z", BUY, 2) // before last week
            .event(1, "2022-05-05T00:00:00Z", BUY, 1) // last week's first instant
            .event(1, "2022-05-12T00:00:00Z", BUY, 77) // this week's first; not in the catalogue
            .event(1, "2022-05-18T12:00:00Z", BUY, 3)
            .event(8, "2022-05-31T00:00:00Z", BUY, 3); // nobody that is asked for
    Reading read = read(log, ClientSet.of(1, 9), 1, 2, 9);
    read.expect(0, "product_buy.events", 5);
    read.expect(0, "product_buy.mean_interval_days", 46.5 / 4);
    read.expect(0, "product_buy.week_change", 2 - 1);
    read.expect(0, "product_buy.month_change", 4 - 1);
    read.expect(0, "product_buy.first_day", 31); // 31 days 18 hours
    read.expect(0, "product_buy.last_day", 78);
    read.expect(0, "product_buy.popularity_sku", (3 + 1 + 3 + 1 + 1) / 5.0);
    read.expect(0, "product_buy.popularity_category", (4 + 4 + 4 + 1) / 4.0);
    read.expect(0, "product_buy.sum_price", 10 + 31 + 10 + 40);
    read.expect(0, "product_buy.mean_price", 91 / 4.0);
    read.expect(0, "add_to_cart.events", 0);
    for (int column = 0; column < 37; column++) {
      assertThat(read.profiles().get(1, column)).as("a client without events").isZero();
    }
    read.expect(2, "product_buy.events", 1);
    read.expect(2, "product_buy.mean_interval_days", 0);
    read.expect(2, "product_buy.first_day", 0);
  }

  @Test
  void weeksBeginOnSundayAndMonthsAreTheCalendars() {
    MemoryLog log =
        MemoryLog.challenge()
            .event(1, "2021-12-31T10:00:00Z", VISIT, 1) // a Friday: the last week of 2021
            .event(1, "2022-01-01T10:00:00Z", VISIT, 1) // a new year is a new week
            .event(1, "2022-01-02T10:00:00Z", VISIT, 2) // a Sunday
            .event(1, "2022-01-08T10:00:00Z", VISIT, 3) // the Saturday of the same week
            .event(1, "2022-01-09T10:00:00Z", VISIT, 4);
    Reading read = read(log, ClientSet.of(1), 1);
    read.expect(0, "page_visit.weeks", 4);
    read.expect(0, "page_visit.months", 2);
    read.expect(0, "page_visit.popularity_url", (2 + 2 + 1 + 1 + 1) / 5.0);
    read.expect(0, "page_visit.week_change", 2 - 3);
    read.expect(0, "page_visit.month_change", 4 - 1);
  }

  @Test
  void whatWasAddedCountsAsBoughtWheneverItWasBought() {
    MemoryLog log =
        MemoryLog.challenge()
            .item(1, 5, 10, null)
            .item(2, 5, 31, null)
            .item(3, 6, 40, null)
            .item(4, 7, 40, null)
            .event(1, "2022-04-01T00:00:00Z", BUY, 2)
            .event(1, "2022-04-02T00:00:00Z", ADD, 1)
            .event(1, "2022-04-03T00:00:00Z", ADD, 1)
            .event(1, "2022-04-04T00:00:00Z", ADD, 3)
            .event(1, "2022-04-05T00:00:00Z", ADD, 4)
            .event(1, "2022-04-06T00:00:00Z", BUY, 3)
            .event(2, "2022-04-06T00:00:00Z", ADD, 99);
    Reading read = read(log, ClientSet.of(1, 2), 1, 2);
    read.expect(0, "add_to_cart.bought_sku", 1 / 3.0);
    read.expect(0, "add_to_cart.bought_category", 2 / 3.0);
    read.expect(1, "add_to_cart.bought_sku", 0);
    read.expect(1, "add_to_cart.bought_category", 0);
  }

  @Test
  void anotherSchemaGetsColumnsOfItsOwn() {
    Schema schema =
        new Schema(
            "films",
            List.of(
                new EventType("rent", List.of("film", "shop")),
                new EventType("trailer", List.of("film")),
                new EventType("remark", List.of("words"))),
            List.of(Field.categorical("film"), Field.categorical("shop"), Field.text("words")),
            Optional.of("film"),
            List.of(Field.categorical("genre"), Field.numeric("fee")),
            Optional.of("genre"),
            Optional.of("fee"),
            "rent",
            7);
    MemoryLog log =
        MemoryLog.of(schema)
            .item("Vertigo", "thriller", 2.5)
            .item("Playtime", "comedy", 4.0)
            .event(1, "2022-05-01T00:00:00Z", "trailer", "Vertigo")
            .event(1, "2022-05-02T00:00:00Z", "trailer", "Playtime")
            .event(1, "2022-05-03T00:00:00Z", "rent", "Vertigo", "north")
            .event(1, "2022-05-09T00:00:00Z", "rent", "Vertigo", "south")
            .event(1, "2022-05-04T00:00:00Z", "remark", "dizzy");
    Reading read = read(log, ClientSet.of(1), 1);
    assertThat(read.columns()).hasSize(6 + 3 + 2 + 2 + 6 + 2 + 2);
    read.expect(0, "rent.popularity_genre", 2);
    read.expect(0, "rent.popularity_shop", 1);
    read.expect(0, "rent.weeks", 2);
    read.expect(0, "rent.sum_fee", 5);
    read.expect(0, "trailer.bought_film", 0.5);
    read.expect(0, "trailer.bought_genre", 0.5);
  }
}
