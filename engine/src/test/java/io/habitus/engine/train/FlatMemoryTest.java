package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.testkit.run.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatMemoryTest {
  /** More than four times the child's heap of 64 MiB: JavaCPP's own limit. */
  private static final int FILE_MEGABYTES = 300;

  @TempDir Path dir;

  @Test
  void tenThousandStepsOverALargeMappedFileNeedNoMoreMemoryThanTwoThousand() throws Exception {
    Path file = dir.resolve("rows");
    try (var out = Files.newOutputStream(file)) {
      byte[] megabyte = new byte[1 << 20];
      for (int i = 0; i < FILE_MEGABYTES; i++) {
        out.write(megabyte);
      }
    }
    List<String> lines;
    List<String> flags = ChildJvm.flags("-Xmx64m");
    try (ChildJvm child = ChildJvm.start(flags, dir.resolve("log"), FlatMemory.class, file)) {
      child.awaitSuccess();
      lines = child.printed().lines().toList();
    }
    long begin = number(lines, "begin", 1);
    long end = number(lines, "end", 1);
    // 8,000 steps that each lost 4 KiB would lose 32 MiB.
    assertThat(end - begin).as("anonymous KiB: %d, then %d", begin, end).isLessThan(16_000);
    assertThat(number(lines, "end", 2)).isGreaterThan(256 << 10);
  }

  private static long number(List<String> lines, String key, int field) {
    return lines.stream()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.split(" ")[field]))
        .findFirst()
        .orElseThrow(() -> new AssertionError(lines.toString()));
  }
}
