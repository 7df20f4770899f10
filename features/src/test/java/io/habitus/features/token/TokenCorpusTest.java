package io.habitus.features.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.testkit.memory.MemoryLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCorpusTest {
  private static final RunContext CONTEXT = RunContext.silent();

  private static byte[] codes(int first) {
    byte[] codes = new byte[16];
    for (int i = 0; i < 16; i++) {
      codes[i] = (byte) (first + i);
    }
    return codes;
  }

  /** Client 1 has seven events in eleven days, client 2 one, client 3 a search alone. */
  private static MemoryLog shop() {
    return MemoryLog.challenge()
        .item(10, 3, 50, codes(0))
        .item(11, 3, null, codes(100))
        .item(12, null, 50, null)
        .event(1, "2022-10-01T09:00:00Z", "page_visit", 700)
        .event(1, "2022-10-01T10:00:00Z", "page_visit", 701)
        .event(1, "2022-10-02T09:00:00Z", "add_to_cart", 10)
        .event(1, "2022-10-02T09:05:00Z", "product_buy", 10)
        .event(1, "2022-10-08T00:00:00Z", "add_to_cart", 11)
        .event(1, "2022-10-09T00:00:00Z", "add_to_cart", 12)
        .event(1, "2022-10-11T23:00:00Z", "add_to_cart", 99)
        .event(2, "2022-10-03T00:00:00Z", "product_buy", 10)
        .event(3, "2022-10-04T00:00:00Z", "search_query", new Object[] {codes(7)});
  }

  private static TokenLayout fit(MemoryLog log, int keep, String... fields) {
    return new TokenFit(List.of(fields), keep, 126).of(log.histories(), id -> true, CONTEXT);
  }

  private static List<String> texts(MemoryLog log, TokenLayout layout, int client) {
    Histories histories = log.histories();
    TokenReader reader = TokenReader.of(histories, layout);
    try (TokenCorpus corpus = TokenCorpus.of(histories, reader, id -> true, CONTEXT)) {
      List<String> texts = new ArrayList<>();
      for (int step = 0; step < corpus.length(client); step++) {
        List<String> row = new ArrayList<>();
        for (int field = 0; field < corpus.width(); field++) {
          row.add(layout.vocabularies().get(field).text(corpus.token(client, step, field)));
        }
        texts.add(String.join(" ", row));
      }
      return texts;
    }
  }

  /** A layout of clicks says nothing of purchases, though both have an event type. */
  @Test
  void dataOfWhichNothingIsKnownIsRefused() {
    MemoryLog visits = MemoryLog.challenge().event(9, "2022-11-01T00:00:00Z", "page_visit", 1);
    MemoryLog searches =
        MemoryLog.challenge()
            .event(9, "2022-11-01T00:00:00Z", "product_buy", 4)
            .item(4, 1, 1, null);
    TokenLayout layout = fit(visits, 50, "day", "url");
    assertThat(texts(shop(), fit(shop(), 50, "day", "event_type"), 0)).hasSize(7);
    assertThat(texts(searches, layout, 0)).hasSize(1); // it has no url at all
    assertThatThrownBy(() -> texts(shop(), layout, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a value of url that the model's layout knows")
        .hasMessageContaining("fit one on this data");
  }

  @Test
  void stepsCanBeTheEventsThatCarryAField() {
    TokenFit fit = new TokenFit(List.of("event_type", "sku"), 5000, 1, 3, Optional.of("sku"));
    TokenLayout layout = fit.of(shop().histories(), id -> true, CONTEXT);
    assertThat(texts(shop(), layout, 0))
        .containsExactly("add_to_cart 11", "add_to_cart 12", "add_to_cart 99");
    assertThat(texts(shop(), layout.withMaxSteps(4), 0)).hasSize(4).startsWith("product_buy 10");
    assertThat(texts(shop(), layout, 1)).containsExactly("product_buy 10");
    TokenLayout read = Json.mapper().convertValue(layout, TokenLayout.class);
    assertThat(read).isEqualTo(layout);
    TokenFit none = new TokenFit(List.of("sku"), 5000, 1, 3, Optional.of("skus"));
    assertThatThrownBy(() -> none.of(shop().histories(), id -> true, CONTEXT))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no events with a field skus. Did you mean sku?");
  }

  @Test
  void rareValuesOfOpenFieldsAreOneToken() {
    TokenFit fit = new TokenFit(List.of("sku"), 5000, 2, 126, Optional.of("sku"));
    TokenLayout layout = fit.of(shop().histories(), id -> true, CONTEXT);
    assertThat(layout.vocabularies().getFirst().values()).containsExactly("10");
    assertThat(texts(shop(), layout, 0))
        .containsExactly("10", "10", "(other)", "(other)", "(other)");
  }

  @Test
  void everyFieldSaysWhatTheEventHas() {
    TokenLayout layout =
        fit(shop(), 5000, "event_type", "day", "week", "category", "price", "sku", "url");
    assertThat(texts(shop(), layout, 0))
        .containsExactly(
            "page_visit 0 0 (absent) (absent) (absent) 700",
            "page_visit 0 0 (absent) (absent) (absent) 701",
            "add_to_cart 1 0 3 50 10 (absent)",
            "product_buy 1 0 3 50 10 (absent)",
            "add_to_cart 7 1 3 (absent) 11 (absent)",
            "add_to_cart 8 1 (absent) 50 12 (absent)",
            "add_to_cart 10 1 (other) (other) 99 (absent)");
    assertThat(texts(shop(), layout, 2))
        .containsExactly("search_query 3 0 (absent) (absent) (absent) (absent)");
  }

  @Test
  void frequentValuesComeFirstAndEqualOnesByValue() {
    TokenVocabulary sku = fit(shop(), 5000, "sku").vocabularies().getFirst();
    assertThat(sku.values()).containsExactly("10", "11", "12", "99");
    assertThat(fit(shop(), 5000, "event_type").vocabularies().getFirst().values())
        .containsExactly("add_to_cart", "product_buy", "page_visit", "search_query");
  }

  @Test
  void absentTakesThePlaceOfAValueThatIsRarer() {
    // three steps without a sku; sku 10 three times, the others once
    assertThat(fit(shop(), 2, "sku").vocabularies().getFirst().values()).containsExactly("10");
    assertThat(fit(shop(), 1, "sku").vocabularies().getFirst().values()).containsExactly("10");
    assertThat(texts(shop(), fit(shop(), 2, "sku"), 0))
        .containsExactly("(absent)", "(absent)", "10", "10", "(other)", "(other)", "(other)");
  }

  @Test
  void theNewestStepsAreKept() {
    TokenLayout layout =
        new TokenFit(List.of("url", "sku"), 5000, 3).of(shop().histories(), id -> true, CONTEXT);
    assertThat(layout.vocabularies().getFirst().values()).isEmpty();
    assertThat(texts(shop(), layout, 0))
        .containsExactly("(absent) 11", "(absent) 12", "(absent) 99");
  }

  @Test
  void codesOfDistinctItemsFollowEachOtherInTheOrderOfFirstEvents() {
    MemoryLog log = shop().event(1, "2022-10-12T00:00:00Z", "product_buy", 10);
    TokenLayout layout = fit(log, 5000, "name");
    List<String> texts = texts(log, layout, 0);
    assertThat(texts).hasSize(32).startsWith("0", "1", "2").endsWith("113", "114", "115");
    TokenLayout newest =
        new TokenFit(List.of("name"), 5000, 20).of(log.histories(), id -> true, CONTEXT);
    assertThat(texts(log, newest, 0)).isEqualTo(texts.subList(12, 32));
    Histories histories = log.histories();
    try (TokenCorpus corpus =
        TokenCorpus.of(histories, TokenReader.of(histories, layout), id -> true, CONTEXT)) {
      assertThat(corpus.size()).as("client 3 has no products").isEqualTo(2);
    }
  }

  @Test
  void anotherDataSetIsReadWithTheValuesOfTheFirst() {
    TokenLayout layout = fit(shop(), 5000, "event_type", "day", "sku", "category");
    MemoryLog other =
        MemoryLog.challenge()
            .item(5, 4, 1, null)
            .item(10, 4, 1, null)
            .event(1, "2022-09-30T00:00:00Z", "product_buy", 5)
            .event(1, "2022-10-02T00:00:00Z", "product_buy", 10)
            .event(1, "2022-12-02T00:00:00Z", "remove_from_cart", 77);
    TokenLayout saved =
        Json.mapper().convertValue(Json.mapper().valueToTree(layout), TokenLayout.class);
    assertThat(texts(other, saved, 0))
        .containsExactly(
            "product_buy (other) (other) (other)",
            "product_buy 1 10 (other)",
            "(other) (other) (other) (other)");
  }

  @Test
  void shardsAndThreadsDoNotMatter(@TempDir Path dir) {
    MemoryLog log = MemoryLog.challenge();
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      log.event(
          random.nextInt(50) - 10,
          random.nextLong(80L * 86_400_000_000L),
          "page_visit",
          (int) (10 * random.nextGaussian()));
    }
    TokenLayout layout = fit(log.shards(1), 7, "day", "url");
    List<String> expected = texts(log, layout, 11);
    assertThat(fit(log.shards(5), 7, "day", "url")).isEqualTo(layout);
    assertThat(texts(log, layout, 11)).isEqualTo(expected);
    RunContext small = new RunContext(new Resources(3, 256L << 20, dir), Progress.SILENT);
    Histories histories = log.histories();
    TokenReader reader = TokenReader.of(histories, layout);
    long sum = 0;
    try (TokenCorpus corpus = TokenCorpus.of(histories, reader, id -> id >= 0, small)) {
      assertThat(corpus.clientId(0)).isZero();
      sum += corpus.steps();
    }
    for (int shard = 0; shard < 5; shard++) {
      try (TokenCorpus corpus =
          TokenCorpus.ofShards(histories, List.of(shard), reader, id -> id >= 0, CONTEXT)) {
        sum -= corpus.steps();
      }
    }
    assertThat(sum).isZero();
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThatThrownBy(() -> fit(shop(), 10, "categry"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("challenge has no field categry. Did you mean category?");
    assertThatThrownBy(() -> fit(shop(), 10, "query"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("found a CODES one");
    assertThatThrownBy(() -> fit(shop(), 10, "name", "sku"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected it alone");
  }

  @Test
  void theChallengesFieldsAreThePublishedOnes() {
    assertThat(TokenFields.values(shop().schema()))
        .containsExactly("category", "price", "sku", "url");
    assertThat(TokenFields.itemCodes(shop().schema())).contains("name");
  }
}
