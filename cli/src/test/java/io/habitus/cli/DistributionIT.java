package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked elsewhere, runs with nothing but Java. */
class DistributionIT {
  @TempDir Path elsewhere;

  @Test
  void runsWithoutMavenAndSources() throws Exception {
    Path launcher = unpack().resolve("bin/habitus");
    Map<String, String> environment =
        Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", "/usr/bin:/bin");

    assertThat(run(launcher, environment, "--version")).isZero();
    assertThat(read("stdout")).startsWith("habitus 0.");

    Path shop = elsewhere.resolve("shop");
    Object[] generate = {
      "generate", "--clients", 50, "--days", 40, "--seed", 7, "--out", shop, "--quiet"
    };
    assertThat(run(launcher, environment, generate)).isZero();
    assertThat(read("stderr")).isEmpty();
    assertThat(shop.resolve("product_buy.parquet")).isNotEmptyFile();
  }

  @Test
  void holdsTheDocumentsThatOneLooksFor() throws Exception {
    Path folder = unpack();
    assertThat(folder.resolve("LICENSE")).isNotEmptyFile();
    assertThat(folder.resolve("README.md")).isNotEmptyFile();
    assertThat(folder.resolve("docs/cli.md")).isNotEmptyFile();
  }

  private Path unpack() throws Exception {
    String archive = System.getProperty("habitus.archive");
    List<String> tar = List.of("tar", "-xzf", archive, "-C", elsewhere.toString());
    assertThat(new ProcessBuilder(tar).inheritIO().start().waitFor()).isZero();
    try (Stream<Path> found = Files.list(elsewhere)) {
      return found.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private int run(Path launcher, Map<String, String> environment, Object... args) throws Exception {
    return Installation.exitCode(Installation.start(launcher, elsewhere, environment, args));
  }

  private String read(String stream) throws Exception {
    return Files.readString(elsewhere.resolve(stream));
  }
}
