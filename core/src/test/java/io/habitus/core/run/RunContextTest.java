package io.habitus.core.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InterruptedRunException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunContextTest {

  @Test
  void aRunWhoseTimeIsOverStopsAndTheOneItWasMadeFromDoesNot() {
    RunContext whole = RunContext.silent();
    RunContext over = whole.withTimeLeft(Duration.ZERO).withThreads(1);
    assertThatThrownBy(() -> over.checkStopped("resting"))
        .isInstanceOf(InterruptedRunException.class)
        .hasMessageContaining("resting");
    assertThatCode(() -> whole.checkStopped("resting")).doesNotThrowAnyException();
    assertThatCode(() -> whole.withTimeLeft(Duration.ofDays(1)).checkStopped("resting"))
        .doesNotThrowAnyException();
  }

  @Test
  void stoppingARunStopsTheOneWithTimeLeft() {
    RunContext whole = RunContext.silent();
    RunContext limited = whole.withTimeLeft(Duration.ofDays(1));
    whole.stop();
    assertThatThrownBy(() -> limited.checkStopped("resting"))
        .isInstanceOf(InterruptedRunException.class);
  }
}
