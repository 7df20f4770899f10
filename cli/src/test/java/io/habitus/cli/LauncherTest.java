package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/habitus in a process of its own. */
class LauncherTest {
  static Installation habitus;
  @TempDir Path here;

  @BeforeAll
  static void layOut() throws Exception {
    habitus = Installation.in(Path.of("target/habitus with a space"));
  }

  @Test
  void startsFromAnyFolderAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(here.resolve("hb"), habitus.launcher());
    int code = Installation.exitCode(Installation.start(link, here, Map.of(), "--version"));
    assertThat(stderr()).isEmpty();
    assertThat(code).isZero();
    assertThat(stdout()).startsWith("habitus 0.");
  }

  @Test
  void theSecondStartReadsItsClassesFromAnArchive() throws Exception {
    assertThat(run("--version")).isZero();
    Path archive = here.resolve("cache/habitus/habitus with a space/classes.jsa");
    assertThat(archive).exists();
    assertThat(run("--version")).isZero();
    assertThat(stderr()).isEmpty();
  }

  @Test
  void heapIsAShareOfTheMemoryAskedFor() throws Exception {
    Path fake = fakeJava("echo \"$@\"");
    Map<String, String> environment = Map.of("JAVA_HOME", fake.toString());
    for (String[] asked : new String[][] {{"--memory", "1g"}, {"--memory=1024MB"}}) {
      habitus.start(here, environment, (Object[]) asked).waitFor();
      assertThat(stdout()).contains("-Xmx409m "); // two fifths of 1024 MiB
    }
  }

  @Test
  void nativeThreadPoolsAreOffUnlessTheUserSaysOtherwise() throws Exception {
    Path fake = fakeJava("echo \"$OMP_NUM_THREADS $OMP_WAIT_POLICY $OPENBLAS_NUM_THREADS\"");
    assertThat(Installation.exitCode(habitus.start(here, Map.of("JAVA_HOME", fake.toString()))))
        .isZero();
    assertThat(stdout()).isEqualTo("1 PASSIVE 1\n");
    Map<String, String> own = Map.of("JAVA_HOME", fake.toString(), "OMP_NUM_THREADS", "3");
    assertThat(Installation.exitCode(habitus.start(here, own))).isZero();
    assertThat(stdout()).isEqualTo("3 PASSIVE 1\n");
  }

  @Test
  void anotherPlatformIsOneSentence() throws Exception {
    Path bin = Files.createDirectories(here.resolve("bin"));
    script(bin.resolve("uname"), "[ \"$1\" = -s ] && echo Darwin || echo arm64");
    Map<String, String> path = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    assertThat(Installation.exitCode(habitus.start(here, path, "--version"))).isEqualTo(2);
    assertThat(stderr().lines()).hasSize(1);
    assertThat(stderr()).contains("Darwin arm64").contains("Linux x86_64");
  }

  /** A home of a Java 25 whose java runs a line of shell. */
  private Path fakeJava(String line) throws Exception {
    Path home = Files.createDirectories(here.resolve("jdk"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script(Files.createDirectories(home.resolve("bin")).resolve("java"), line);
    return home;
  }

  private static void script(Path file, String line) throws Exception {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private int run(Object... args) throws Exception {
    return Installation.exitCode(habitus.start(here, Map.of(), args));
  }

  private String stdout() throws Exception {
    return Files.readString(here.resolve("stdout"));
  }

  private String stderr() throws Exception {
    return Files.readString(here.resolve("stderr"));
  }
}
