package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    String with =
        run(
            "with",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:-UseProfiledLoopPredicate");
    String without = run("without");
    assertThat(temp.resolve("without.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("with.safetensors"));
    assertThat(with).doesNotContain(MISSING);
    assertThat(without).containsOnlyOnce(MISSING);
  }

  /** What the JVM said. */
  private String run(String name, String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FlaglessTest.class.getName());
    command.add(temp.resolve(name + ".safetensors").toString());
    Path log = temp.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    int exitCode = builder.redirectOutput(log.toFile()).start().waitFor();
    assertThat(exitCode).as(Files.readString(log)).isZero();
    return Files.readString(log);
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
