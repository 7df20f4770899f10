package io.habitus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.array.Npy;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.ProfileWriter;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.time.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFolderTest {
  @TempDir Path dir;

  private final Split split = Split.organisers(Instant.parse("2011-12-09T12:50:00Z"), 14);

  private Provenance provenance() {
    return Provenance.of("embed")
        .dataHash("abc")
        .seed(7)
        .split(split)
        .model("rfm", Map.of("windows", "1,7"))
        .input("store", "def")
        .version("duckdb", "2.0")
        .finish();
  }

  @Test
  void foldersComeBackWithTheirProvenance() {
    Provenance provenance = provenance();
    Path folder = dir.resolve("p");
    ProfileFolder.write(
        folder, Profiles.ofFloats(new long[] {5, 2}, 2, new float[] {1, 2, 3, 4}), provenance);
    ProfileFolder read = ProfileFolder.read(folder);
    assertThat(read.profiles().clientIds()).containsExactly(5, 2);
    assertThat(read.profiles().get(1, 0)).isEqualTo(3);
    assertThat(read.provenance()).contains(provenance);
    assertThat(provenance.cutOff()).isEqualTo(split.trainStart());
    assertThat(provenance.tool().version()).isNotEmpty().doesNotContain("$");
    assertThat(provenance.tool().commit())
        .satisfiesAnyOf(
            commit -> assertThat(commit).isNull(),
            commit -> assertThat(commit).doesNotContain("$"));
  }

  @Test
  void rowsAppendedOneByOneEqualThoseWrittenAtOnce() throws IOException {
    int rows = 10_000;
    int width = 7;
    long[] ids = new long[rows];
    float[] vectors = new float[rows * width];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) Math.sin(i);
      ids[i / width] = 3L * (i / width);
    }
    Profiles all = Profiles.ofFloats(ids, width, vectors);
    ProfileFolder.write(dir.resolve("once"), all, provenance());
    try (ProfileWriter writer = new ProfileWriter(dir.resolve("rows"), width)) {
      float[] row = new float[width];
      for (int r = 0; r < rows; r++) {
        all.read(r, row, 0);
        writer.append(ids[r], row);
      }
      writer.finish(provenance());
    }
    for (String file : new String[] {ProfileFolder.CLIENT_IDS, ProfileFolder.EMBEDDINGS}) {
      assertThat(
              Files.mismatch(dir.resolve("once").resolve(file), dir.resolve("rows").resolve(file)))
          .isEqualTo(-1);
    }
  }

  @Test
  void nothingIsLeftOfAFolderThatWasNotFinished() throws IOException {
    try (ProfileWriter writer = ProfileWriter.forClients(dir.resolve("p"), 1, 1)) {
      writer.append(1, new float[] {1});
    }
    try (var left = Files.list(dir)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void tooLittleRoomIsSaidBeforeAnythingIsWritten() throws IOException {
    assertThatThrownBy(() -> ProfileWriter.forClients(dir.resolve("p"), 2_048, 1L << 42))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected room for about 18,049,");
    try (var left = Files.list(dir)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anOlderFolderIsReplaced() {
    Path folder = dir.resolve("p");
    ProfileFolder.write(
        folder, Profiles.ofFloats(new long[] {1}, 1, new float[] {1}), provenance());
    ProfileFolder.write(
        folder, Profiles.ofFloats(new long[] {2}, 1, new float[] {1}), provenance());
    assertThat(ProfileFolder.read(folder).profiles().clientIds()).containsExactly(2);
    assertThat(dir).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
  }

  @Test
  void aForeignFolderHasNoProvenance() throws IOException {
    Path folder = dir.resolve("p");
    ProfileFolder.write(
        folder, Profiles.ofFloats(new long[] {1}, 1, new float[] {1}), provenance());
    Files.delete(folder.resolve(Provenance.FILE));
    assertThat(ProfileFolder.read(folder).provenance()).isEmpty();
  }

  @Test
  void everyMalformedFileIsNamed() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("p"));
    Npy.write(folder.resolve(ProfileFolder.CLIENT_IDS), new double[] {1});
    assertThatThrownBy(() -> ProfileFolder.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected INT64 of rank 1, found FLOAT64 of rank 1")
        .hasMessageContaining("embeddings.npy: expected a NumPy file, found no such file");
  }

  @Test
  void profilesReplaceProfilesAndNothingElse() throws IOException {
    Profiles profiles = Profiles.ofFloats(new long[] {5}, 2, new float[] {1, 2});
    Path folder = dir.resolve("p");
    ProfileFolder.write(Files.createDirectory(folder), profiles, provenance());
    Files.writeString(folder.resolve("digests.npy"), "of older profiles");
    ProfileFolder.write(folder, profiles, provenance());
    assertThat(folder.resolve("digests.npy")).doesNotExist();

    Path other = Files.createDirectory(dir.resolve("other"));
    Path thesis = Files.writeString(other.resolve("thesis.txt"), "ten years");
    for (Path out : List.of(other, thesis)) {
      assertThatThrownBy(() -> ProfileFolder.write(out, profiles, provenance()))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("a new or empty folder, or profiles to replace, found ")
          .hasMessageContaining(out + "; name another one");
      assertThatThrownBy(() -> new ProfileWriter(out, 2)).isInstanceOf(UsageException.class);
    }
    assertThat(thesis).content().isEqualTo("ten years");
    try (var left = Files.list(dir)) {
      assertThat(left).containsExactlyInAnyOrder(folder, other);
    }
  }
}
