package io.habitus.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.run.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGKILL in the middle of an embedding pass, in a process of its own. */
class KilledEmbeddingTest {
  @TempDir Path dir;

  /** Vectors that do not depend on their batch, and some that do. */
  @ParameterizedTest
  @CsvSource({
    "gru-ae, embedding=8 hidden=16 epochs=1",
    "mtl-churn, hidden=8 latent=4 epochs=1 block=8 feed-forward=8"
  })
  void aKilledPassGoesOnAndEndsWithTheSameBytes(String model, String parameters) throws Exception {
    Path folder = Files.createDirectories(dir.resolve("run"));
    fit(model, parameters, folder);
    try (ChildJvm embedding = EmbeddingProcess.start(folder, 12)) {
      embedding.awaitWritten(folder.resolve("work/embedding/000000.vectors"));
      embedding.kill();
    }
    assertThat(folder.resolve("vectors")).doesNotExist();

    try (ChildJvm rest = EmbeddingProcess.start(folder, 0)) {
      rest.awaitSuccess();
      assertThat(rest.printed()).contains("embedding clients resumes");
    }
    assertThat(Files.readAllBytes(folder.resolve("vectors")))
        .isEqualTo(EmbeddingProcess.embed(folder, RunContext.silent()));
  }

  private static void fit(String model, String parameters, Path folder) {
    Map<String, String> values = new HashMap<>();
    for (String each : parameters.split(" ")) {
      values.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
    }
    try (FittedProfileModel fitted =
        ProfileModels.named(model, values)
            .fit(EmbeddingProcess.log(), EmbeddingProcess.CLIENTS, 1, RunContext.silent())) {
      fitted.save(folder.resolve("model"));
    }
  }
}
