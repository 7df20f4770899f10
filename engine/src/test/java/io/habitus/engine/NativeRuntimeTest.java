package io.habitus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NativeRuntimeTest {

  @Test
  void libtorchRunsOnOneThreadAndMappedPagesDoNotCount() {
    NativeRuntime.get();
    assertThat(torch.get_num_threads()).isEqualTo(1);
    assertThat(Pointer.maxPhysicalBytes()).isZero();
  }

  @Test
  void programsThatWeStartChooseTheirOwnThreads() throws IOException {
    NativeRuntime.get();
    Process env = new ProcessBuilder("env").start();
    String found = new String(env.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String name : List.of("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
      assertThat(found.contains(name + "=")).as(name).isEqualTo(System.getenv(name) != null);
    }
  }

  @Test
  void anUnsupportedPlatformIsNamedInOneSentence() {
    assertThatThrownBy(() -> NativeRuntime.requireSupported("Mac OS X", "aarch64"))
        .isInstanceOf(UsageException.class)
        .hasMessage("the neural engine supports Linux on x86-64, found Mac OS X on aarch64");
  }

  @Test
  void nativeErrorsAreCut() {
    assertThat(NativeRuntime.firstLine("x".repeat(1_000_000) + "\nstack")).hasSize(301);
    assertThat(NativeRuntime.firstLine(null)).isEmpty();
  }
}
