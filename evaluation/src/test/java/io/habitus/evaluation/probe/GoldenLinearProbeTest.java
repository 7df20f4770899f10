package io.habitus.evaluation.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.array.Npy;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.TestLabels;
import io.habitus.testkit.SharedData;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On real data, the linear probe says about the same as the organisers' predictor, and within 0.001
 * what its first version said, which factorised the matrix anew for every task and strength.
 */
class GoldenLinearProbeTest {

  @ParameterizedTest
  @CsvSource({
    "conversion, .7242, .7230",
    "propensity_category, .6577, .6469",
    "propensity_new_sku, .4664, .5143"
  })
  void comesCloseToThePredictor(String name, double predictor, double first) {
    Path folder = SharedData.require("golden/online-retail");
    ProfileFolder entry = ProfileFolder.read(folder.resolve("aggregated-features"));
    ProbeResult result =
        new LinearProbe().run(entry.profiles(), task(folder, name), RunContext.silent());
    assertThat(result.score()).isCloseTo(predictor, within(0.06));
    assertThat(result.score()).isCloseTo(first, within(0.001));
  }

  private static Task task(Path folder, String name) {
    Map<Long, Integer> rows = new HashMap<>();
    for (long id : Npy.read(folder.resolve("input/relevant_clients.npy")).toLongs()) {
      rows.put(id, rows.size());
    }
    float[] train = Npy.read(folder.resolve("targets/" + name + "_train.npy")).toFloats();
    float[] validation = Npy.read(folder.resolve("targets/" + name + "_validation.npy")).toFloats();
    int labels = train.length / rows.size();
    Task task =
        TestLabels.task(
            name,
            labels == 1 ? TaskKind.BINARY : TaskKind.MULTI_LABEL,
            labels,
            (id, l) -> train[rows.get(id) * labels + l],
            (id, l) -> validation[rows.get(id) * labels + l]);
    return labels == 1 ? task : withPopularity(task, folder, name);
  }

  private static Task withPopularity(Task task, Path folder, String name) {
    return new Task(
        task.name(),
        task.kind(),
        task.labelNames(),
        Npy.read(folder.resolve("target/popularity_" + name + ".npy")).toDoubles(),
        task.clients(),
        task.train(),
        task.validation());
  }
}
