package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what runs. */
class ReadmeTest {
  @TempDir Path dir;

  @Test
  void theJavaExampleIsTheOneThatRuns() throws Exception {
    Path source = Path.of("src/test/java/io/habitus/cli/ReadmeExample.java");
    String text = Files.readString(source);
    String lines =
        text.substring(
                text.indexOf("// README begins\n") + 17, text.indexOf("      // README ends"))
            .indent(-2);
    assertThat(lines.lines().count()).isBetween(8L, 15L);
    assertThat(Files.readString(Installation.root().resolve("README.md")))
        .contains(lines + "  }\n}\n");
  }

  @Test
  void theJavaExampleRuns() throws Exception {
    Resources machine = Resources.ofThisMachine();
    Resources here = new Resources(machine.threads(), machine.memoryBytes(), dir.resolve("temp"));
    Evaluation evaluation = ReadmeExample.run(dir, new RunContext(here, Progress.SILENT));
    assertThat(evaluation.result().scores().keySet())
        .containsExactly("aggregated", "rfm", "popularity", "random");
    assertThat(evaluation.result().scores().get("rfm")).containsKey("churn");
    assertThat(dir.resolve("scores/report.html")).isNotEmptyFile();
    assertThat(dir.resolve("rfm/embeddings.npy")).isNotEmptyFile();
  }

  @Test
  void everyCommandOfTheReadmeIsKnown() throws Exception {
    String readme = Files.readString(Installation.root().resolve("README.md"));
    Run run = new Run();
    run.cli("--help");
    String help = run.out();
    Pattern.compile("(?m)^(?:\\./)?habitus ([a-z]+)")
        .matcher(readme)
        .results()
        .forEach(command -> assertThat(help).contains("  " + command.group(1) + " "));
  }
}
