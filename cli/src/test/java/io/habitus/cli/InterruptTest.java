package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of long work, in a process of its own. */
class InterruptTest {
  static Installation habitus;
  @TempDir Path here;

  @BeforeAll
  static void layOut() throws Exception {
    habitus = Installation.in(Path.of("target/interrupted"));
  }

  @Test
  void aStoppedGenerationLeavesNothing() throws Exception {
    Path shop = here.resolve("out/shop");
    Files.createDirectories(shop.getParent());
    Process process = startGenerating(shop);
    signal(process);
    assertThat(Installation.exitCode(process)).isEqualTo(130);
    assertThat(Files.readString(here.resolve("stderr"))).contains("nothing half-written");
    try (Stream<Path> left = Files.list(shop.getParent())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aSecondCtrlCEndsItAtOnceAndARerunTidiesUp() throws Exception {
    Path shop = here.resolve("shop");
    Process process = startGenerating(shop);
    signal(process);
    signal(process);
    assertThat(Installation.exitCode(process)).isEqualTo(130);
    Process again =
        habitus.start(here, Map.of(), "generate", "--clients", 50, "--days", 40, "--out", shop);
    assertThat(Installation.exitCode(again)).isZero();
    assertThat(shop.resolve("product_buy.parquet")).exists();
    assertThat(here.resolve("shop.part")).doesNotExist();
  }

  /** Returns when the generator is at work. */
  private Process startGenerating(Path shop) throws Exception {
    Process process =
        habitus.start(
            here, Map.of(), "generate", "--clients", 300_000, "--days", 300, "--out", shop);
    Path part = shop.resolveSibling(shop.getFileName() + ".part");
    for (int i = 0; i < 600 && Files.notExists(part.resolve("product_buy.parquet")); i++) {
      assertThat(process.isAlive()).as(Files.readString(here.resolve("stderr"))).isTrue();
      Thread.sleep(100);
    }
    return process;
  }

  /** As Ctrl-C does; where whoever runs the tests ignores it, as nohup does, SIGTERM. */
  private static void signal(Process process) throws Exception {
    String name = isInterruptIgnored() ? "TERM" : "INT";
    List<String> kill = List.of("kill", "-" + name, Long.toString(process.pid()));
    new ProcessBuilder(kill).start().waitFor();
  }

  private static boolean isInterruptIgnored() throws Exception {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    long mask = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
    return (mask & 2) != 0; // bit 1: signal 2
  }
}
