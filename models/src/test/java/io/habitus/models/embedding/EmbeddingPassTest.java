package io.habitus.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingPassTest {
  private static final ClientSet CLIENTS = ClientSet.of(3, 5, 8, 13);

  @TempDir Path dir;

  private EmbeddingPass begin(Optional<DigestedProfiles> before) {
    return EmbeddingPass.begin(CLIENTS, 2, before, RunContext.silent().withWorkFolder(dir));
  }

  private static List<Float> row(DigestedProfiles found, int row) {
    return List.of(found.profiles().get(row, 0), found.profiles().get(row, 1));
  }

  @Test
  void whatIsKnownAndStillTheSameIsTakenOver() {
    DigestedProfiles before;
    try (EmbeddingPass pass =
        EmbeddingPass.begin(CLIENTS, 2, Optional.empty(), RunContext.silent())) {
      pass.put(3, 30, new float[] {9, 1, 2}, 1);
      pass.put(5, 50, new float[] {3, 4}, 0);
      pass.put(8, 80, new float[] {5, 6}, 0);
      before = pass.finish();
    }
    assertThat(before.digests()).containsExactly(30, 50, 80, InputDigest.NONE);
    try (EmbeddingPass pass = begin(Optional.of(before))) {
      assertThat(pass.keeps(3, 30)).isTrue();
      assertThat(pass.keeps(5, 51)).isFalse();
      pass.put(5, 51, new float[] {7, 8}, 0);
      assertThat(pass.keeps(13, 1)).isFalse();
      DigestedProfiles after = pass.finish();
      assertThat(row(after, 0)).containsExactly(1f, 2f);
      assertThat(row(after, 1)).containsExactly(7f, 8f);
      assertThat(row(after, 2)).as("a client without events any more").containsExactly(0f, 0f);
      assertThat(after.digests()).containsExactly(30, 51, InputDigest.NONE, InputDigest.NONE);
      assertThat(after.computed()).isEqualTo(1);
    }
  }

  @Test
  void anUnfinishedPassIsKeptAndADamagedPartIsNot() throws IOException {
    try (EmbeddingPass pass = begin(Optional.empty())) {
      pass.put(5, 50, new float[] {3, 4}, 0);
    }
    try (EmbeddingPass pass = begin(Optional.empty())) {
      assertThat(pass.keeps(5, 50)).isTrue();
      pass.put(8, 80, new float[] {5, 6}, 0);
    }
    List<Path> parts;
    try (Stream<Path> files = Files.list(dir.resolve("embedding"))) {
      parts = files.sorted().toList();
    }
    assertThat(parts).hasSize(2);
    byte[] bytes = Files.readAllBytes(parts.getFirst());
    bytes[20] ^= 1;
    Files.write(parts.getFirst(), bytes);
    try (EmbeddingPass pass = begin(Optional.empty())) {
      assertThat(pass.keeps(5, 50)).isFalse();
      assertThat(pass.keeps(8, 80)).isTrue();
      assertThat(row(pass.finish(), 2)).containsExactly(5f, 6f);
    }
    try (EmbeddingPass other =
        EmbeddingPass.begin(
            CLIENTS, 3, Optional.empty(), RunContext.silent().withWorkFolder(dir))) {
      assertThat(other.keeps(8, 80)).as("of another width").isFalse();
    }
  }

  @Test
  void everyShardIsInOnePartAndEveryThreadHasOne() {
    assertThat(EmbeddingPass.parts(600, 8, 2)).isEqualTo(2);
    assertThat(EmbeddingPass.parts(600, 8, 16)).isEqualTo(8);
    assertThat(EmbeddingPass.parts(20_000_000, 64, 2)).isEqualTo(64);
    assertThat(EmbeddingPass.parts(9_000, 64, 2)).isEqualTo(4);
    for (int parts = 1; parts <= 8; parts++) {
      List<Integer> all = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        assertThat(EmbeddingPass.shardsOf(part, parts, 8)).isNotEmpty();
        all.addAll(EmbeddingPass.shardsOf(part, parts, 8));
      }
      assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
  }
}
