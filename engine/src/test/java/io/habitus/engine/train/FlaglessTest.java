package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.testkit.run.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As a library: a JVM without any flag trains the same weights, and says once what is missing. */
class FlaglessTest {
  private static final String MISSING = "start the JVM with --add-modules jdk.incubator.vector";

  @TempDir Path temp;

  @Test
  @Timeout(600)
  void aJvmWithoutFlagsTrainsTheSameBits() throws Exception {
    String with = run("with", ChildJvm.flags("-Xmx256m"));
    String without = run("without", List.of());
    assertThat(temp.resolve("without.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("with.safetensors"));
    assertThat(with).doesNotContain(MISSING);
    assertThat(without).containsOnlyOnce(MISSING);
  }

  /** What the JVM said. */
  private String run(String name, List<String> flags) throws Exception {
    Path weights = temp.resolve(name + ".safetensors");
    Path log = temp.resolve(name + ".log");
    try (ChildJvm child = ChildJvm.start(flags, log, FlaglessTest.class, weights)) {
      child.awaitSuccess();
      return child.printed();
    }
  }

  /** The child. Argument: where the weights go. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    NativeRuntime.get();
    Perceptron network = new Perceptron(24);
    try (Weights weights = network.weights(5)) {
      Trainer.train(
          network,
          weights,
          TrainingProcess.data(0),
          TrainingProcess.SETTINGS,
          TrainerFolder.of(file.resolveSibling(file.getFileName() + ".work"), "points"),
          RunContext.silent());
      NativeRuntime.get();
      SafetensorsWriter.write(file, weights, Map.of());
    }
  }
}
