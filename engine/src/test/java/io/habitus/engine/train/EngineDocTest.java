package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habitus.core.run.RunContext;
import io.habitus.engine.NativeBlock;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/engine.md shows is what runs. */
class EngineDocTest {
  private static final Path DOC = Path.of("../docs/engine.md");
  private static final Path EXAMPLE =
      Path.of("src/test/java/io/habitus/engine/train/DocExample.java");

  @TempDir Path dir;

  @Test
  void theDocumentShowsTheExample() throws IOException {
    String doc = Files.readString(DOC);
    assertThat(doc).contains(part("network")).contains(part("training"));
  }

  /** The lines between two marks, with the indentation of the first taken away. */
  private static String part(String name) throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE);
    int from = lines.stream().map(String::strip).toList().indexOf("// " + name + " begins");
    int until = lines.stream().map(String::strip).toList().indexOf("// " + name + " ends");
    int indent = lines.get(from).indexOf('/');
    return String.join(
            "\n",
            lines.subList(from + 1, until).stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList())
        .strip();
  }

  private TrainingResult trained() {
    try (NativeBlock memory = new NativeBlock(1 << 20)) {
      FixedBatches<DocExample.Shard> all = DocExample.clients(memory, 60, 3);
      return DocExample.train(
          new FixedBatches<>(all.batches().subList(0, 50)),
          new FixedBatches<>(all.batches().subList(50, 60)),
          dir,
          RunContext.silent());
    }
  }

  @Test
  void theExampleLearns() throws IOException {
    TrainingResult result = trained();
    assertThat(result.losses().getLast().validation()).isLessThan(0.35); // a coin: 0.69
    assertThat(Files.readAllLines(dir.resolve("metrics.jsonl"))).hasSizeGreaterThan(6);
  }

  /** The document's Python lines, run by {@code HABITUS_PYTHON}: its torch gives our logit. */
  @Test
  void pythonReadsTheWeights() throws Exception {
    String python = System.getenv("HABITUS_PYTHON");
    assumeThat(python).as("HABITUS_PYTHON: a Python with torch and safetensors").isNotNull();
    trained();
    String doc = Files.readString(DOC);
    int from = doc.indexOf("```python\n") + "```python\n".length();
    String script =
        "import torch\nevents = (torch.arange(5)[:, None] - torch.arange(8)[None]).float()[None] / 8\n"
            + doc.substring(from, doc.indexOf("```", from))
            + "\nprint('logit', head(profile).item())\n";
    Process process =
        new ProcessBuilder(python, "-c", script)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    double logit =
        printed
            .lines()
            .filter(line -> line.startsWith("logit "))
            .mapToDouble(line -> Double.parseDouble(line.substring(6)))
            .findFirst()
            .orElseThrow();
    var network = new DocExample.BuyerNetwork();
    try (Weights weights = new Weights(DocExample.plan(network), 1);
        SafetensorsFile file = SafetensorsFile.open(dir.resolve("model.safetensors"))) {
      file.readInto(weights);
      assertThat((double) DocExample.logit(weights, network)).isCloseTo(logit, within(1e-5));
    }
  }
}
