package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendTest {
  @TempDir Path folder;

  private final Run run = new Run();
  private Path data;
  private Path attributes;

  /** 120 users; after kind c comes kind c + 1 of four kinds of five items. */
  @BeforeEach
  void writeData() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int user = 1; user <= 120; user++) {
      lines.append(user);
      int kind = random.nextInt(4);
      for (int i = 0; i < 6; i++) {
        lines.append(' ').append(1 + (kind + i) % 4 + 4 * random.nextInt(5));
      }
      lines.append('\n');
    }
    data = Files.writeString(folder.resolve("toy.txt"), lines);
    StringBuilder json = new StringBuilder("{\"99\": [1]");
    for (int item = 1; item <= 20; item++) {
      json.append(", \"%d\": [%d]".formatted(item, (item - 1) % 4));
    }
    attributes = Files.writeString(folder.resolve("attributes.json"), json.append("}"));
  }

  private int fit(String... more) {
    String[] all = new String[12 + more.length];
    String[] common = {
      "recommend",
      "--data",
      data.toString(),
      "--set",
      "epochs=3",
      "--set",
      "width=8",
      "--save-model",
      folder.resolve("model").toString(),
      "--quiet",
      "--content",
      "attributes-file:" + attributes
    };
    System.arraycopy(common, 0, all, 0, 12);
    System.arraycopy(more, 0, all, 12, more.length);
    return run.cli(all);
  }

  private long count(String condition) {
    try (Database database = Database.open("UTC", RunContext.silent())) {
      return database
          .row(
              "SELECT count(*) FROM read_parquet(%s) WHERE %s"
                  .formatted(Sql.text(folder.resolve("next.parquet").toString()), condition))
          .number(0);
    }
  }

  @Test
  void writesListsAndAsksASavedModelAgain() throws IOException {
    Path out = folder.resolve("next.parquet");
    assertThat(fit("--out", out.toString(), "--k", "3")).as(run.err()).isZero();
    assertThat(count("rank BETWEEN 1 AND 3")).isEqualTo(360);
    assertThat(folder.resolve("model/model.safetensors")).exists();

    Path deny = Files.writeString(folder.resolve("deny.txt"), "1\n2\n");
    Path clients = Files.writeString(folder.resolve("clients.txt"), "7\n3\nnobody\n");
    assertThat(
            run.cli(
                "recommend",
                "--data",
                data.toString(),
                "--model",
                folder.resolve("model").toString(),
                "--clients",
                clients.toString(),
                "--deny",
                deny.toString(),
                "--out",
                out.toString()))
        .as(run.err())
        .isZero();
    assertThat(run.out()).contains("1 clients are not in the data, such as nobody");
    assertThat(count("client_id = 7 AND rank = 1")).isEqualTo(1);
    assertThat(count("client_id NOT IN (3, 7)")).isZero();
    assertThat(count("item IN ('1', '2')")).isZero();
  }

  @Test
  void saysWhereANewItemRanks() {
    assertThat(fit()).as(run.err()).isZero();
    String[] ask = {
      "recommend",
      "--data",
      data.toString(),
      "--model",
      folder.resolve("model").toString(),
      "--new-item",
      "99",
      "--content",
      "attributes-file:" + attributes
    };
    assertThat(run.cli(ask)).as(run.err()).isZero();
    assertThat(run.out()).contains("item 99, never in training: median rank", "of 21");
  }

  @Test
  void aNewItemMayEnterByItsText() throws IOException {
    String[] kinds = {"red lipstick", "garden hose", "chess book", "hiking boots"};
    StringBuilder lines = new StringBuilder("item\ttitle\n");
    for (int item = 1; item <= 20; item++) {
      lines.append(item).append('\t').append(kinds[(item - 1) % 4]).append(" no ").append(item);
      lines.append('\n');
    }
    Path table = Files.writeString(folder.resolve("items.tsv"), lines);
    String model = folder.resolve("texts").toString();
    assertThat(
            run.cli(
                "recommend",
                "--data",
                data.toString(),
                "--set",
                "epochs=3",
                "--set",
                "width=8",
                "--content",
                "texts-file:" + table + ",title",
                "--save-model",
                model))
        .as(run.err())
        .isZero();
    String[] ask = {
      "recommend",
      "--data",
      data.toString(),
      "--model",
      model,
      "--new-item",
      "new",
      "--text",
      "boots for hiking in the mountains"
    };
    assertThat(run.cli(ask)).as(run.err()).isZero();
    assertThat(run.out()).contains("item new, never in training: median rank", "of 21");
  }

  @Test
  void comparesWaysToKnowColdItems() throws IOException {
    Path out = folder.resolve("cold");
    String[] ask = {
      "experiment",
      "cold-start",
      "--data",
      data.toString(),
      "--content",
      "attributes-file:" + attributes,
      "--hold-out",
      "0.2",
      "--set",
      "epochs=1",
      "--set",
      "width=8",
      "--max-delta-norm",
      "0.5,0.1",
      "--resamples",
      "20",
      "--no-baselines",
      "--out",
      out.toString()
    };
    assertThat(run.cli(ask)).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("report.md")))
        .contains("held out of training by seed", "content + delta 0.5", "content + delta 0.1")
        .contains("Right item: cold");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("id=\"sweep\"", "<code>habitus experiment cold-start --data " + data);

    // Times are those of the kept fits: the same report means that nothing was fitted again.
    String report = Files.readString(out.resolve("report.json"));
    Files.delete(out.resolve("report.json"));
    assertThat(run.cli(ask)).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("report.json"))).isEqualTo(report);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(run.cli("experiment", "hot-start", "--data", data.toString(), "--out", "x"))
        .isEqualTo(2);
    assertThat(run.err()).contains("sequential or cold-start");
    assertThat(run.cli("recommend", "--data", data.toString())).isEqualTo(2);
    assertThat(run.err()).contains("--out, --new-item or --save-model");
  }
}
