package io.habitus.features.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedTextEncoderTest {
  @TempDir Path dir;

  private final RunContext context = RunContext.silent();

  /** Remembers what it was asked; a vector is a text's length and its reciprocal. */
  private static final class Asked implements TextEncoder {
    final List<String> texts = new ArrayList<>();
    private final String id;

    Asked(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public float[][] encode(List<String> asked, RunContext context) {
      texts.addAll(asked);
      return asked.stream()
          .map(text -> new float[] {text.length(), half(1f / text.length())})
          .toArray(float[][]::new);
    }

    private static float half(float value) {
      return Float.float16ToFloat(Float.floatToFloat16(value));
    }

    @Override
    public void close() {}
  }

  @Test
  void aTextIsEncodedOnce() {
    Asked asked = new Asked("a");
    TextEncoder cached = new CachedTextEncoder(asked);
    float[][] first = cached.encode(List.of("one", "three", "one"), context);
    float[][] second = cached.encode(List.of("three", "seven", "one"), context);
    assertThat(asked.texts).containsExactly("one", "three", "seven");
    assertThat(first[2]).isEqualTo(first[0]).isEqualTo(second[2]).startsWith(3f);
    assertThat(second[0]).isEqualTo(first[1]);
  }

  @Test
  void anotherProgramFindsWhatWasEncoded() {
    Optional<Path> folder = Optional.of(dir.resolve("cache"));
    float[][] made =
        new CachedTextEncoder(new Asked("a")).encode(List.of("one", "three"), folder, context);
    Asked later = new Asked("a");
    float[][] found =
        new CachedTextEncoder(later).encode(List.of("three", "one", "seven"), folder, context);
    assertThat(later.texts).containsExactly("seven");
    assertThat(found[0]).isEqualTo(made[1]);
    assertThat(found[1]).isEqualTo(made[0]);
  }

  @Test
  void anotherEncoderDoesNot() {
    Optional<Path> folder = Optional.of(dir);
    new CachedTextEncoder(new Asked("a")).encode(List.of("one"), folder, context);
    Asked other = new Asked("b");
    new CachedTextEncoder(other).encode(List.of("one"), folder, context);
    assertThat(other.texts).containsExactly("one");
  }

  /** Cut short, or with a flipped bit: the texts are encoded again, nothing fails. */
  @Test
  void damagedFilesArePassedOver() throws IOException {
    Optional<Path> folder = Optional.of(dir);
    new CachedTextEncoder(new Asked("a")).encode(List.of("one"), folder, context);
    new CachedTextEncoder(new Asked("a")).encode(List.of("seven"), folder, context);
    List<Path> files;
    try (Stream<Path> list = Files.list(dir.resolve("a"))) {
      files = list.sorted().toList();
    }
    assertThat(files).hasSize(2);
    byte[] bytes = Files.readAllBytes(files.get(0));
    bytes[30] ^= 4;
    Files.write(files.get(0), bytes);
    Files.write(files.get(1), Arrays.copyOf(Files.readAllBytes(files.get(1)), 40));
    Asked again = new Asked("a");
    float[][] vectors =
        new CachedTextEncoder(again).encode(List.of("one", "seven"), folder, context);
    assertThat(again.texts).containsExactly("one", "seven");
    assertThat(vectors[1]).startsWith(5f);
  }
}
