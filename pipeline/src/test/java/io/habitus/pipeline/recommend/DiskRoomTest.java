package io.habitus.pipeline.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.report.FeatureRoom;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.metrics.RankingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is too small for what is asked is said before anything is fitted or written. */
class DiskRoomTest {
  private static final int USERS = 5000;

  @TempDir Path dir;
  private RecommendData data;

  @BeforeEach
  void writeSequences() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int user = 1; user <= USERS; user++) {
      lines.append(user);
      for (int i = 0; i < 4; i++) {
        lines.append(' ').append(1000 + (user + i * i) % 50);
      }
      lines.append('\n');
    }
    Path file = dir.resolve("sequences.txt");
    Files.writeString(file, lines);
    data = RecommendData.ofSequences(file);
  }

  private static RunContext disk(long bytes) {
    return RunContext.silent().withDisk(any -> bytes);
  }

  @Test
  void listsOfRecommendations() {
    Path out = dir.resolve("lists.parquet");
    long row = 8 + 4 + 4 + 4 + 4; // client, rank, score, item of four characters, its length
    long bytes = 10L * USERS * row;
    // Its own folder and the temporary one may be one disk: then both count.
    assertThatThrownBy(() -> RecommendRequest.requireRoom(data, USERS, 10, out, disk(bytes - 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected room for about")
        .hasMessageContaining("found 2 MB");
    RecommendRequest.requireRoom(data, USERS, 10, out, disk(2 * bytes));
    RecommendRequest.requireRoom(data, USERS / 10, 10, out, disk(bytes / 5));
    // There are but fifty items.
    RecommendRequest.requireRoom(data, USERS, 1_000_000, out, disk(2 * 5 * bytes));
    assertThat(out).doesNotExist();
  }

  @Test
  void fitsAndReportOfAnExperiment() {
    ExperimentRequest request =
        new ExperimentRequest(
            ExperimentRequest.Kind.SEQUENTIAL,
            new ExperimentRequest.SplitChoice(false, 0, 0, Split.Targets.ALL),
            Optional.empty(),
            0,
            List.of(0.5),
            true,
            Map.of(),
            List.of(1L, 2L),
            0,
            RankingOptions.defaults());
    Path out = dir.resolve("experiment");
    assertThatThrownBy(() -> ExperimentOutput.run(request, data, out, List.of(), disk(2 << 20)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("steps: expected room for about 3 MB, found 3 MB");
    assertThat(out.resolve("steps")).doesNotExist();
    assertThat(out.resolve("report.html")).doesNotExist();
  }

  @Test
  void pagesAndWeightsOfAnAutoencoder() {
    FeatureRoom room = new FeatureRoom(512, 128);
    assertThat(room.bytes()).isBetween(4L * 2 * 512 * 128 + 512 * 20_000, 30_000_000L);
    Path out = dir.resolve("features");
    assertThatThrownBy(() -> room.require(out, disk(room.bytes() - 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("features: expected room for about 24 MB");
    room.require(out, disk(room.bytes()));
  }
}
