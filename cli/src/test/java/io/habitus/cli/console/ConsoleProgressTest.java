package io.habitus.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aShortStepLeavesNothingInAFile() {
    ConsoleProgress progress = new ConsoleProgress(err, Terminal.PLAIN, nanos::get);
    try (Progress.Step step = progress.start("reading", 10, "rows")) {
      step.advance(10);
      seconds(1.9);
      progress.tick();
    }
    assertThat(text()).isEmpty();
  }

  @Test
  void aLongStepSaysRateAndTimeLeftEverMoreRarely() {
    ConsoleProgress progress = new ConsoleProgress(err, Terminal.PLAIN, nanos::get);
    try (Progress.Step step = progress.start("sorting", 40_000, "events")) {
      for (int second = 1; second <= 20; second++) {
        seconds(1);
        step.advance(1000);
        progress.tick();
      }
    }
    assertThat(text().lines())
        .containsExactly(
            "sorting  [=                   ] 5 %  2,000 of 40.0 k events (1,000/s)  38 s left",
            "sorting  [======              ] 30 %  12.0 k of 40.0 k events (1,000/s)  28 s left",
            "sorting: 20.0 k of 40.0 k events (1,000/s) in 20 s");
  }

  @Test
  void aTerminalLineIsOverwrittenAndNeverWiderThanTheTerminal() {
    ConsoleProgress progress = new ConsoleProgress(err, new Terminal(true, 30), nanos::get);
    try (Progress.Step step = progress.start("sorting a log of many events", -1, "events")) {
      step.advance(5);
      seconds(1);
      progress.tick();
      progress.note("a fallback was taken");
    }
    assertThat(text())
        .isEqualTo(
            "\rsorting a log of many events…\r" + " ".repeat(29) + "\ra fallback was taken\n");
  }

  @Test
  void withSeveralStepsTheLatestIsShownAndTheOthersCounted() {
    ConsoleProgress progress = new ConsoleProgress(err, new Terminal(true, 100), nanos::get);
    try (Progress.Step tasks = progress.start("tasks", 6, "tasks");
        Progress.Step batches = progress.start("churn", 100, "batches")) {
      batches.advance(50);
      tasks.advance(1);
      batches.say("loss 0.31");
      seconds(2);
      progress.tick();
      assertThat(text())
          .isEqualTo(
              "\rchurn  [==========          ] 50 %  50 of 100 batches (25/s)  2.0 s left"
                  + "  loss 0.31  (+1 more)");
    }
  }

  @Test
  void closingTwiceEndsAStepOnce() {
    ConsoleProgress progress = new ConsoleProgress(err, Terminal.PLAIN, nanos::get);
    Progress.Step step = progress.start("fitting", -1, "steps");
    seconds(3);
    step.close();
    step.close();
    assertThat(text()).isEqualTo("fitting: 3.0 s\n");
  }

  private void seconds(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
