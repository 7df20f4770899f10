package io.habitus.recommend.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.testkit.memory.MemoryLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionReaderTest {
  @TempDir Path folder;

  private static MemoryLog log(int shards) {
    return MemoryLog.challenge()
        .shards(shards)
        .event(3, "2022-01-02T00:00:00Z", "product_buy", 30)
        .event(3, "2022-01-01T00:00:00Z", "product_buy", 4)
        .event(3, "2022-01-01T12:00:00Z", "add_to_cart", 99)
        .event(1, "2022-01-01T00:00:00Z", "product_buy", 30)
        .event(2, "2022-01-01T00:00:00Z", "page_visit", 77);
  }

  private static Interactions read(int shards, ItemChoice choice) {
    return InteractionReader.read(log(shards).histories(), choice, RunContext.silent());
  }

  @Test
  void readsTheTargetEventsItemsInTheOrderOfTime() {
    for (int shards : new int[] {1, 3}) {
      Interactions data = read(shards, ItemChoice.OF_SCHEMA);

      assertThat(data.items().ids()).containsExactly("4", "30");
      assertThat(data.size()).isEqualTo(2);
      assertThat(data.schema()).isEqualTo("challenge");
      assertThat(data.sample(1, 1).schema()).isEqualTo("challenge");
      assertThat(data.userId(0)).isEqualTo(1);
      assertThat(data.history(1, 2)).containsExactly(0, 1);
      assertThat(data.timeMicros(1, 1) - data.timeMicros(1, 0)).isEqualTo(86_400_000_000L);
    }
  }

  @Test
  void readsOtherEventsAndFields() {
    Interactions carts =
        read(2, new ItemChoice(Optional.empty(), List.of("product_buy", "add_to_cart")));
    assertThat(carts.items().ids()).containsExactly("4", "30", "99");
    assertThat(carts.history(1, 3)).containsExactly(0, 2, 1);

    Interactions urls = read(2, new ItemChoice(Optional.of("url"), List.of()));
    assertThat(urls.items().ids()).containsExactly("77");
  }

  @Test
  void readsWhatIsKnownBesideItems() {
    for (int shards : new int[] {1, 3}) {
      Interactions data =
          InteractionReader.read(
              MemoryLog.challenge()
                  .shards(shards)
                  .item(30, 7, 1, null)
                  .item(4, null, 1, null)
                  .event(3, "2022-01-01T05:00:00Z", "product_buy", 4) // a Saturday
                  .event(3, "2022-01-03T23:59:59Z", "add_to_cart", 30)
                  .event(1, "2022-01-01T00:00:00Z", "product_buy", 30)
                  .histories(),
              new ItemChoice(Optional.empty(), List.of("product_buy", "add_to_cart")),
              List.of("weekday", "event-type", "category", "hour"),
              RunContext.silent());
      assertThat(values(data, 0)).containsExactly("Saturday", "Saturday", "Monday");
      assertThat(values(data, 3)).containsExactly("0", "5", "23");
      assertThat(values(data, 1)).containsExactly("product_buy", "product_buy", "add_to_cart");
      assertThat(data.items().ids()).containsExactly("4", "30");
      assertThat(data.context().get(2).values()).containsExactly("7");
      assertThat(data.context().get(2).codes()).containsExactly(ContextColumn.MISSING, 0);
    }
    assertThatThrownBy(() ->
            InteractionReader.read(
                log(1).histories(), ItemChoice.OF_SCHEMA, List.of("weekdy"), RunContext.silent()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("weekday");
  }

  private static List<String> values(Interactions data, int column) {
    ContextColumn of = data.context().get(column);
    return Arrays.stream(of.codes()).mapToObj(of.values()::get).toList();
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> read(1, new ItemChoice(Optional.of("skq"), List.of())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("sku");
    assertThatThrownBy(() -> read(1, new ItemChoice(Optional.empty(), List.of("search_query"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("search_query");
  }

  @Test
  void readsAFileOfSequences() throws IOException {
    Path file = Files.writeString(folder.resolve("toy.txt"), "2 10 9 10\n1 9\n");
    Interactions data = SequenceFile.read(file);

    assertThat(data.items().ids()).containsExactly("9", "10");
    assertThat(data.userId(0)).isEqualTo(1);
    assertThat(data.history(1, 3)).containsExactly(1, 0, 1);
    assertThat(data.hasTimes()).isFalse();
  }

  @Test
  void namesEveryLineThatIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("toy.txt"), "1 2 3\n4\n1 5\n");
    assertThatThrownBy(() -> SequenceFile.read(file))
        .isInstanceOfSatisfying(
            InputException.class,
            e -> assertThat(e.problems()).extracting(p -> p.toString()).hasSize(2))
        .hasMessageContaining("line 2");
  }
}
