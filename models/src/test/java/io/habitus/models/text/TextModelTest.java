package io.habitus.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.InputException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.features.text.SentenceEncoder;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Means against what the encoder and a pencil say; the contract is in the classes beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextModelTest {
  private static final Schema SHOP =
      new Schema(
          "shop",
          List.of(
              new EventType("product_buy", List.of("sku", "note")),
              new EventType("search", List.of("words"))),
          List.of(Field.categorical("sku"), Field.text("note"), Field.text("words")),
          Optional.of("sku"),
          List.of(Field.categorical("kind"), Field.text("name")),
          Optional.of("kind"),
          Optional.empty(),
          "product_buy",
          7);

  @TempDir Path dir;

  private final SentenceEncoder encoder = SentenceEncoder.bundled();

  @AfterAll
  void close() {
    encoder.close();
  }

  private static Profiles embed(MemoryLog log, Map<String, String> parameters, long... ids) {
    Histories input = log.histories();
    ClientSet clients = ClientSet.of(ids);
    RunContext context = RunContext.silent();
    try (FittedProfileModel fitted =
        ProfileModels.named("text", parameters).fit(input, clients, 0, context)) {
      Profiles profiles = fitted.embed(input, clients, context);
      assertThat(fitted.columns()).hasSize(profiles.width());
      return profiles;
    }
  }

  private void expectMean(Profiles profiles, int row, String... texts) {
    float[][] vectors = encoder.encode(List.of(texts), RunContext.silent());
    assertThat(profiles.width()).isEqualTo(encoder.width());
    for (int c = 0; c < encoder.width(); c++) {
      double sum = 0;
      for (float[] vector : vectors) {
        sum += vector[c];
      }
      assertThat((double) profiles.get(row, c)).isCloseTo(sum / texts.length, within(2e-4));
    }
  }

  private static MemoryLog shop() {
    return MemoryLog.of(SHOP)
        .item(1, "mugs", "Red mug")
        .item(2, "mugs", "Blue mug")
        .item(3, "paper", null)
        .event(1, "2022-05-01T00:00:00Z", "search", "mug for tea")
        .event(1, "2022-05-02T00:00:00Z", "product_buy", 1, null)
        .event(1, "2022-05-03T00:00:00Z", "product_buy", 2, "a present")
        .event(1, "2022-05-04T00:00:00Z", "product_buy", 1, null)
        .event(1, "2022-05-05T00:00:00Z", "search", "mug for tea")
        .event(1, "2022-05-06T00:00:00Z", "search", "paper")
        .event(2, "2022-05-06T00:00:00Z", "product_buy", 3, null);
  }

  @Test
  void historiesAreTheNewestDifferentEventsWithTheirType() {
    expectMean(
        embed(shop(), Map.of(), 1),
        0,
        "search: paper",
        "search: mug for tea",
        "product buy: Red mug",
        "product buy: a present; Blue mug");
    expectMean(embed(shop(), Map.of("newest", "2"), 1), 0, "search: paper", "search: mug for tea");
  }

  @Test
  void queriesAreWhatWasSearchedForAsOften() {
    expectMean(
        embed(shop(), Map.of("source", "queries"), 1), 0, "paper", "mug for tea", "mug for tea");
  }

  @Test
  void itemsAreTheirTextsAlone() {
    Profiles profiles = embed(shop(), Map.of("source", "items"), 1, 2, 3);
    expectMean(profiles, 0, "Red mug", "Blue mug");
    for (int row = 1; row < 3; row++) {
      for (int c = 0; c < profiles.width(); c++) {
        assertThat(profiles.get(row, c)).as("an item without a name, no event").isZero();
      }
    }
  }

  @Test
  void fieldsAreChosenByNameCategoricalOnesToo() {
    expectMean(
        embed(shop(), Map.of("source", "items", "fields", "name, kind"), 1),
        0,
        "mugs; Red mug",
        "mugs; Blue mug");
    assertThatThrownBy(() -> embed(shop(), Map.of("fields", "title"), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a field title to read");
  }

  @Test
  void codeVectorsAreAveraged() {
    byte[] one = new byte[16];
    byte[] other = new byte[16];
    one[0] = 10;
    other[0] = (byte) 250;
    other[15] = 51;
    MemoryLog log =
        MemoryLog.challenge()
            .item(1, 5, 10, one)
            .item(2, 5, 31, other)
            .event(1, "2022-05-01T00:00:00Z", "product_buy", 1)
            .event(1, "2022-05-02T00:00:00Z", "product_buy", 1) // again: counts once
            .event(1, "2022-05-03T00:00:00Z", "product_buy", 2)
            .event(1, "2022-05-04T00:00:00Z", "add_to_cart", 2)
            .event(1, "2022-05-04T00:00:00Z", "page_visit", 9)
            .event(1, "2022-05-05T00:00:00Z", "search_query", new Object[] {other});
    Profiles history = embed(log, Map.of(), 1);
    assertThat(history.width()).isEqualTo(4 * 32);
    expect(history, 0, 130 / 255.0);
    expect(history, 15, 51 / 255.0 / 2);
    expect(history, 16, 120 / 255.0); // the deviation of 10 and 250
    expect(history, 32, 250 / 255.0); // the addition
    expect(history, 48, 0);
    expect(history, 64, 0); // no removal
    expect(history, 96, 250 / 255.0); // the query
    Profiles queries = embed(log, Map.of("source", "queries"), 1);
    assertThat(queries.width()).isEqualTo(32);
    expect(queries, 15, 51 / 255.0);
    Profiles items = embed(log, Map.of("source", "items"), 1);
    assertThat(items.width()).isEqualTo(32);
    expect(items, 0, 130 / 255.0); // bought and added is one item
  }

  private static void expect(Profiles profiles, int column, double value) {
    assertThat((double) profiles.get(0, column)).isCloseTo(value, within(1e-3));
  }

  @Test
  void aSourceThatTheDataLacksIsAnError() {
    MemoryLog films =
        MemoryLog.of(
                new Schema(
                    "films",
                    List.of(new EventType("rent", List.of("film"))),
                    List.of(Field.categorical("film")),
                    Optional.of("film"),
                    List.of(Field.text("title")),
                    Optional.empty(),
                    Optional.empty(),
                    "rent",
                    7))
            .event(1, "2022-05-01T00:00:00Z", "rent", "Vertigo");
    assertThatThrownBy(() -> embed(films, Map.of("source", "queries"), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("source queries")
        .hasMessageContaining("text or code vectors");
  }

  @Test
  void textsAreKeptInTheCacheThatWasNamed() throws IOException {
    Path cache = dir.resolve("texts");
    Profiles made = embed(shop(), Map.of("cache", cache.toString()), 1, 2);
    try (var files = Files.walk(cache)) {
      assertThat(files.filter(file -> file.toString().endsWith(".vectors"))).hasSize(1);
    }
    Profiles again = embed(shop(), Map.of("cache", cache.toString()), 1, 2);
    assertThat(again.halves().mismatch(made.halves())).isEqualTo(-1);
  }
}
