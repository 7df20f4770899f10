package io.habitus.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.cli.console.Terminal;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.engine.train.DivergedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  @TempDir Path dir;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final SharedOptions options = new SharedOptions();
  private final Session session =
      new Session(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          Terminal.PLAIN);

  @BeforeEach
  void logsGoToTheTempDir() {
    options.tempDir = dir;
  }

  @Test
  void theResultGoesToStandardOutput() {
    int code = session.run(options, _ -> Outcome.done(Map.of("clients", 3), "3 clients"));
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(outText()).isEqualTo("3 clients\n");
    assertThat(errText()).isEmpty();
  }

  @Test
  void jsonIsAnObjectOnStandardOutput() {
    options.json = true;
    session.run(options, _ -> Outcome.done(Map.of("clients", 3), "3 clients"));
    assertThat(outText()).isEqualTo("{\"clients\":3}\n");
  }

  @Test
  void quietSilencesNotes() {
    options.quiet = true;
    session.run(
        options,
        context -> {
          context.progress().note("left out 2 rows");
          return Outcome.done("x", "x");
        });
    assertThat(errText()).isEmpty();
  }

  @Test
  void everyProblemOfTheInputIsPrintedAndListedInJson() throws Exception {
    options.json = true;
    Problem first = new Problem("a.csv", 7L, "price", "a number", "'x'", "Correct it.");
    Problem second = Problem.inFile("b.csv", "rows", "an empty file", "");
    int code = failWith(new InputException(List.of(first, second)));
    assertThat(code).isEqualTo(ExitCode.INPUT);
    assertThat(errText())
        .isEqualTo(
            "habitus: a.csv, row 7, price: expected a number, found 'x'. Correct it.\n"
                + "b.csv: expected rows, found an empty file\n");
    JsonNode json = new ObjectMapper().readTree(outText());
    assertThat(json.get("exitCode").asInt()).isEqualTo(1);
    assertThat(json.get("problems").get(0).get("row").asInt()).isEqualTo(7);
    assertThat(json.get("problems")).hasSize(2);
  }

  @Test
  void hundredsOfProblemsAreCut() {
    List<Problem> problems =
        IntStream.range(0, 300).mapToObj(i -> Problem.inFile("f" + i, "rows", "none", "")).toList();
    failWith(new InputException(problems));
    assertThat(errText().lines()).hasSize(51).last().isEqualTo("… and 250 more");
  }

  @Test
  void wrongUsageIsCode2() {
    assertThat(failWith(new UsageException("days: expected at least 1, found 0"))).isEqualTo(2);
    assertThat(errText()).isEqualTo("habitus: days: expected at least 1, found 0\n");
  }

  @Test
  void aMissingFileAndAFullDiskAreNotOurFault() {
    assertThat(failWith(new UncheckedIOException("reading", new NoSuchFileException("x.parquet"))))
        .isEqualTo(ExitCode.INPUT);
    assertThat(errText()).isEqualTo("habitus: x.parquet: expected a file or folder, found none\n");
    assertThat(failWith(new IOException("No space left on device"))).isEqualTo(ExitCode.INPUT);
    assertThat(errText()).contains("the disk is full");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNotOurFault() {
    String reason = "Read-only file system";
    assertThat(
            failWith(
                new UncheckedIOException(
                    "creating x.part", new FileSystemException("ro/x.part", null, reason))))
        .isEqualTo(ExitCode.INPUT);
    assertThat(errText())
        .isEqualTo(
            "habitus: ro/x.part: expected a place that can be written, found a read-only disk."
                + " Name another place with --out or --temp-dir.\n");
    assertThat(
            failWith(
                new IllegalStateException(
                    "IO Error: Cannot open file \"ro/x\": " + reason + "\nduring: COPY …")))
        .isEqualTo(ExitCode.INPUT);
    assertThat(errText())
        .contains("Cannot open file \"ro/x\": Read-only file system. Name another");
    assertThat(failWith(new UncheckedIOException("writing x", new AccessDeniedException("x"))))
        .isEqualTo(ExitCode.INPUT);
    assertThat(errText()).contains("x: expected permission, found none. Name another place");
    assertThat(
            failWith(
                new UncheckedIOException(
                    "writing x", new FileSystemException("x", null, "Is a directory"))))
        .isEqualTo(ExitCode.INPUT);
    assertThat(errText()).contains("x: Is a directory. Name another place");
  }

  @Test
  void trainingThatDivergedNamesItsBatchAndNoClient() {
    var batch =
        new DivergedException.FailedBatch(
            "training", 812, 3, 40, "NaN", "1.5", new long[] {7_654_321, 5});
    var thrown = new DivergedException(batch, Optional.of(Path.of("run/failed-batch.json")));
    assertThat(failWith(thrown)).isEqualTo(ExitCode.INPUT);
    assertThat(errText())
        .contains("batch of 2 clients, listed in run/failed-batch.json")
        .doesNotContain("7654321");
  }

  @Test
  void ourFaultIsOneSentenceAndALog() throws Exception {
    String monster = "x".repeat(5_000_000);
    assertThat(failWith(new IllegalStateException(monster))).isEqualTo(ExitCode.INTERNAL);
    assertThat(errText().lines()).hasSize(1);
    assertThat(errText())
        .hasSizeLessThan(1000)
        .startsWith("habitus: this is our fault: IllegalStateException: xxx")
        .contains("4999400 more characters");
    try (var files = Files.list(dir)) {
      Path log = files.findFirst().orElseThrow();
      assertThat(errText()).contains(log.toString());
      assertThat(Files.size(log)).isLessThanOrEqualTo(1 << 20);
      assertThat(Files.readString(log)).startsWith("java.lang.IllegalStateException");
    }
  }

  @Test
  void errorsOfTheJvmEndWithASentenceToo() {
    assertThat(failWith(new OutOfMemoryError("Java heap space"))).isEqualTo(ExitCode.INTERNAL);
    assertThat(errText()).contains("--memory");
  }

  @Test
  void whateverSurfacesAfterAStopIsTheStop() {
    int code =
        session.run(
            options,
            context -> {
              session.stop();
              assertThat(session.isStopped()).isTrue();
              context.checkStopped("sorting");
              return Outcome.done("x", "x");
            });
    assertThat(code).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(failWith(new IOException("Query interrupted"))).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(errText()).contains("stopping …").contains("nothing half-written");
  }

  @Test
  void anInterruptedRunIsCode130() {
    assertThat(failWith(new InterruptedRunException("sorting"))).isEqualTo(130);
  }

  private int failWith(Throwable thrown) {
    return session.run(
        options,
        _ -> {
          throw SessionTest.<RuntimeException>sneaky(thrown);
        });
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private String outText() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errText() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
