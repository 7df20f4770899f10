package io.habitus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.models.aggregated.AggregatedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileModelsTest {
  @TempDir Path dir;

  @Test
  void defaultsAreTheOrganisers() {
    assertThat(ProfileModels.named("aggregated", Map.of()))
        .isEqualTo(new AggregatedModel(10, List.of(1, 7, 30)));
    assertThat(ProfileModels.names())
        .containsExactly(
            "aggregated",
            "rfm",
            "statistical",
            "popularity",
            "random",
            "sra",
            "fip",
            "mtl",
            "mtl-propensity",
            "mtl-churn",
            "gru-ae",
            "next-product",
            "next-url",
            "text",
            "bpr-sku",
            "bpr-category",
            "als-category",
            "als-url",
            "warp");
  }

  @Test
  void parametersAreRead() {
    assertThat(ProfileModels.named("aggregated", Map.of("windows", "2, 4", "top", "3")))
        .isEqualTo(new AggregatedModel(3, List.of(2, 4)));
  }

  @Test
  void unknownNamesAreMetWithTheNearest() {
    assertThatThrownBy(() -> ProfileModels.named("agregated", Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Did you mean aggregated?");
    assertThatThrownBy(() -> ProfileModels.named("rfm", Map.of("window", "7")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("model rfm has no parameter window. Did you mean windows?");
  }

  @Test
  void valuesOutOfRangeSayWhatIsAllowed() {
    assertThatThrownBy(() -> ProfileModels.named("random", Map.of("width", "0")))
        .isInstanceOf(UsageException.class)
        .hasMessage("model random, width: expected a whole number from 1 to 2048, found 0");
    assertThatThrownBy(() -> ProfileModels.named("rfm", Map.of("windows", "7,")))
        .hasMessageContaining("expected a whole number");
  }

  @Test
  void foldersThatHoldNoModelSaySo() {
    assertThatThrownBy(() -> ProfileModels.load(dir))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
    WholeFile.write(
        dir.resolve("model.json"),
        "{\"format\":1,\"model\":\"oracle\",\"parameters\":{},\"seed\":1,\"state\":{}}");
    assertThatThrownBy(() -> ProfileModels.load(dir))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found oracle");
    WholeFile.write(
        dir.resolve("model.json"),
        "{\"format\":9,\"model\":\"rfm\",\"parameters\":{},\"seed\":1,\"state\":{}}");
    assertThatThrownBy(() -> ProfileModels.load(dir))
        .hasMessageContaining("expected model format 1, found format 9");
  }
}
