package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.sql.Database;
import io.habitus.testkit.run.ChildJvm;
import io.habitus.testkit.run.HeardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C, a kill and a full disk in the middle: nothing half-written, and the next run cleans. */
class InterruptedIngestTest {
  @TempDir Path temp;
  private LogFiles log;
  private Path out;
  private Path store;
  private Path spill;

  @BeforeEach
  void writeLog() throws IOException {
    log = new LogFiles(temp.resolve("log"));
    log.parquet(
        "product_buy",
        "SELECT i % 50000 AS client_id, '2024-05-01 00:00:00' AS timestamp, i % 1000 AS sku"
            + " FROM range(300000) t(i)");
    out = Files.createDirectory(temp.resolve("out"));
    store = out.resolve("store");
    spill = Files.createDirectory(temp.resolve("spill"));
  }

  private static Progress at(String step, Runnable action) {
    return new HeardProgress()
        .onStart(what -> {
          if (what.startsWith(step)) {
            action.run();
          }
        });
  }

  private static RunContext context(Path spill, Progress progress) {
    return new RunContext(new Resources(2, 1L << 30, spill), progress);
  }

  @ParameterizedTest
  @ValueSource(strings = {"coding", "reading", "sorting"})
  void stoppedInTheMiddle(String step) {
    AtomicReference<RunContext> context = new AtomicReference<>();
    context.set(context(spill, at(step, () -> context.get().stop())));
    assertThatThrownBy(
            () -> Ingest.run(log.source(), store, IngestOptions.defaults(), context.get()))
        .isInstanceOf(InterruptedRunException.class);
    assertThat(LogFiles.names(out)).isEmpty();
    assertThat(LogFiles.names(spill)).isEmpty();
  }

  @Test
  void aStatementUnderWayIsCancelled() {
    log.parquet(
        "page_visit", "SELECT 1 AS client_id, '2024-05-01 00:00:00' AS timestamp, 1 AS url");
    try (var database = Database.open("UTC", context(spill, Progress.SILENT))) {
      RunContext context = database.context();
      Thread.ofVirtual()
          .start(() -> {
            ChildJvm.sleep(300);
            context.stop();
          });
      long start = System.nanoTime();
      assertThatThrownBy(() ->
              database.row(
                  "SELECT sum(hash(a.i, b.i)) FROM range(1000000) a(i), range(1000000) b(i)"))
          .isInstanceOf(InterruptedRunException.class);
      assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
    }
    assertThat(LogFiles.names(spill)).isEmpty();
  }

  @Test
  @Timeout(120)
  void killedInTheMiddle() throws Exception {
    Path printed = temp.resolve("printed");
    Class<?> main = InterruptedIngestTest.class;
    try (ChildJvm child = ChildJvm.start(printed, main, log.folder(), store, spill)) {
      child.await(() -> child.printed().contains("in the middle"));
      assertThat(LogFiles.names(out)).contains("store.part").doesNotContain("store");
      assertThat(LogFiles.names(spill)).hasSize(1);
      child.kill();
    }
    assertThat(store).doesNotExist();
    Ingest.run(log.source(), store, IngestOptions.defaults(), context(spill, Progress.SILENT));
    assertThat(LogFiles.names(out)).containsExactly("store");
    assertThat(LogFiles.names(spill)).isEmpty();
    assertThat(Decoded.events(store)).hasSize(50_000);
  }

  /** The child: says when it is in the middle, and waits there to be killed. */
  public static void main(String[] arguments) {
    Progress hang =
        at(
            "sorting",
            () -> {
              System.out.println("in the middle");
              ChildJvm.sleep(600_000);
            });
    Ingest.run(
        LogSource.challenge(Path.of(arguments[0])),
        Path.of(arguments[1]),
        IngestOptions.defaults(),
        context(Path.of(arguments[2]), hang));
  }

  @Test
  void tooLittleRoomIsSaidBeforeAnythingIsWritten() {
    assertThatThrownBy(() ->
            Ingest.run(
                log.source(),
                store,
                IngestOptions.defaults(),
                context(spill, Progress.SILENT).withDisk(folder -> 2_000_000)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected room for about 19 MB, found 2 MB");
    assertThat(LogFiles.names(out)).isEmpty();
    assertThat(LogFiles.names(spill)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "spill"})
  void aDiskThatFillsUpInTheMiddle(String full) throws IOException, InterruptedException {
    Path disk = temp.resolve(full);
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString())
            .redirectErrorStream(true)
            .start();
    Assumptions.assumeTrue(mount.waitFor() == 0, "skipped: a small disk needs root to mount it");
    try {
      assertThatThrownBy(() ->
              Ingest.run(
                  log.source(),
                  store,
                  IngestOptions.defaults(),
                  context(spill, Progress.SILENT).withDisk(folder -> Long.MAX_VALUE / 2)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected room on the disk");
      assertThat(LogFiles.names(out)).isEmpty();
      assertThat(LogFiles.names(spill)).isEmpty();
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }
}
