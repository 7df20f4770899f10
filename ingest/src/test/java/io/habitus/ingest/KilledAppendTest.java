package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Statistics;
import io.habitus.testkit.run.ChildJvm;
import io.habitus.testkit.run.HeardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGKILL while a day is appended: the store is as it was before the append or as after it, never
 * half, and appending again makes it what ingesting everything at once makes.
 */
@Timeout(600)
class KilledAppendTest {
  private static final IngestOptions APPEND =
      IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND);
  private static final String APPENDING = "appending";
  private static final String IN_THE_MIDDLE = "in the middle";

  @TempDir Path temp;
  private LogFiles day;
  private Path store;
  private Content before;
  private Content after;

  /** All that a reader sees. */
  private record Content(Map<String, List<String>> events, Statistics statistics) {
    static Content of(Path store) {
      return LogFiles.ask(
          store, opened -> new Content(Decoded.events(opened), opened.manifest().statistics()));
    }
  }

  @BeforeEach
  void ingestTheFirstDay() {
    LogFiles first = log("first", 0, 3000);
    day = log("second", 3000, 5000);
    store = temp.resolve("store");
    first.ingest(first.source(), store, IngestOptions.defaults());
    before = Content.of(store);
    LogFiles all = log("all", 0, 5000);
    Path whole = temp.resolve("whole");
    all.ingest(all.source(), whole, IngestOptions.defaults());
    after = Content.of(whole);
    assertThat(after).isNotEqualTo(before);
  }

  /** Both days have clients, items and minutes in common. */
  private LogFiles log(String name, int from, int until) {
    LogFiles log = new LogFiles(temp.resolve(name));
    for (String type : List.of("product_buy", "add_to_cart")) {
      log.parquet(
          type,
          ("SELECT CAST(hash(i, 1) %% 700 AS BIGINT) AS client_id,"
                  + " CAST(TIMESTAMP '2024-05-01' + INTERVAL (i // 4) MINUTE AS VARCHAR) AS timestamp,"
                  + " CAST(hash(i, 2) %% 90 + i // 500 AS BIGINT) AS sku FROM range(%d, %d) t(i)")
              .formatted(from, until));
    }
    return log;
  }

  private ChildJvm append(String until) throws IOException {
    return ChildJvm.start(
        temp.resolve("printed"),
        KilledAppendTest.class,
        day.folder(),
        store,
        temp.resolve("spill"),
        until);
  }

  /** The child: appends, and waits to be killed where it is told to. */
  public static void main(String[] arguments) {
    String where = arguments[3];
    Runnable hang =
        () -> {
          System.out.println(IN_THE_MIDDLE);
          ChildJvm.sleep(600_000);
        };
    Progress progress =
        new HeardProgress()
            .onStart(what -> {
              if (what.startsWith(where)) {
                hang.run();
              }
            })
            .onAdvance((what, units) -> {
              if (where.equals("written") && what.startsWith("sorting and writing")) {
                hang.run();
              }
            });
    System.out.println(APPENDING);
    Ingest.run(
        LogSource.challenge(Path.of(arguments[0])),
        Path.of(arguments[1]),
        APPEND,
        new RunContext(new Resources(2, 1L << 29, Path.of(arguments[2])), progress));
  }

  private void appendAgain() {
    day.ingest(day.source(), store, APPEND);
    assertThat(Content.of(store)).isEqualTo(after);
    assertThat(LogFiles.names(store))
        .containsExactly("generation-0000", "generation-0001", "manifest.json");
    assertThat(temp.resolve("store.lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"coding", "sorting", "written"})
  void killedInAStep(String step) throws Exception {
    try (ChildJvm child = append(step)) {
      child.await(() -> child.printed().contains(IN_THE_MIDDLE));
      assertThat(LogFiles.names(store)).contains("generation-0001.part");
      child.kill();
    }
    assertThat(Content.of(store)).isEqualTo(before);
    appendAgain();
  }

  @Test
  @Tag("long")
  void killedAtAnyMoment() throws Exception {
    Path kept = temp.resolve("kept");
    copy(store, kept);
    long longest = 2000; // milliseconds, of which the first is loading classes
    for (int kill = 0; kill < 3; kill++) {
      try (ChildJvm child = append("nowhere")) {
        int already = kill;
        child.await(() -> child.printed().split(APPENDING, -1).length > already + 1);
        Thread.sleep(new Random().nextLong(longest));
        child.close();
        child.exitCode();
      }
      requireWholeAndAppend();
      WholeFolder.delete(store);
      copy(kept, store);
    }
  }

  /**
   * What is made last is the new folder's name, then the manifest: killed between or just after.
   */
  @Test
  @Tag("long")
  void killedWhenTheGenerationAppears() throws Exception {
    try (ChildJvm child = append("nowhere")) {
      Path generation = store.resolve("generation-0001");
      child.await(() -> child.printed().contains(APPENDING));
      long end = System.nanoTime() + 120_000_000_000L;
      while (Files.notExists(generation)) {
        assertThat(System.nanoTime()).isLessThan(end);
        LockSupport.parkNanos(50_000);
      }
      child.close();
      child.exitCode();
    }
    requireWholeAndAppend();
  }

  @Test
  void aGenerationThatNoManifestNamesIsNotThere() throws Exception {
    Path manifest = store.resolve("manifest.json");
    String first = Files.readString(manifest);
    day.ingest(day.source(), store, APPEND);
    Files.writeString(manifest, first);
    assertThat(Content.of(store)).isEqualTo(before);
    appendAgain();
  }

  private void requireWholeAndAppend() {
    Content found = Content.of(store);
    assertThat(found).isIn(before, after);
    if (found.equals(before)) {
      appendAgain();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
