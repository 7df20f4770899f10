package io.habitus.ingest.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.array.Npy;
import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Given;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The organisers' targets, to the bit, for both windows. */
class GoldenTasksTest {
  @TempDir Path temp;

  private SequenceStore open(Path golden) {
    Path store = temp.resolve("store");
    Ingest.run(LogSource.challenge(golden), store, IngestOptions.defaults(), RunContext.silent());
    return SequenceStore.open(store);
  }

  private static Split split(SequenceStore store) {
    return Split.organisers(Micros.toInstant(store.lastTargetMicros()), 14);
  }

  @Test
  void targetsAreTheOrganisers() {
    Path golden = SharedData.require("golden/online-retail");
    JsonNode counts = Json.read(golden.resolve("targets/counts.json"), JsonNode.class);
    long[] clients = Npy.read(golden.resolve("input/relevant_clients.npy")).toLongs();
    TaskSet set;
    try (SequenceStore store = open(golden)) {
      set = Tasks.all(store, split(store), RunContext.silent());
    }
    assertThat(set.skipped()).isEmpty();
    assertThat(set.tasks()).extracting(Task::name).containsExactlyElementsOf(Task.CHALLENGE);
    assertThat(set.train()).isEqualTo(new TaskSet.Window(31_358, 984));
    assertThat(set.validation()).isEqualTo(new TaskSet.Window(27_368, 868));
    assertThat(set.active().toArray())
        .isEqualTo(Npy.read(golden.resolve("target/active_clients.npy")).toLongs());
    for (Task task : set.tasks()) {
      check(task, "train", task.train(), clients, counts, golden);
      check(task, "validation", task.validation(), clients, counts, golden);
    }
  }

  private static void check(
      Task task, String window, Labels labels, long[] clients, JsonNode counts, Path golden) {
    if (!task.name().equals(Task.CHURN)) {
      assertThat(labels.sum(clients))
          .as(task.name() + " " + window)
          .isEqualTo(counts.get(task.name() + "_" + window + "_ones").asDouble());
    }
    if (!List.of(Task.CONVERSION, Task.CATEGORY, Task.NEW_SKU).contains(task.name())) {
      return;
    }
    float[] theirs =
        Npy.read(golden.resolve("targets/" + task.name() + "_" + window + ".npy")).toFloats();
    float[] ours = new float[theirs.length];
    for (int row = 0; row < clients.length; row++) {
      labels.fill(clients[row], ours, row * task.width());
    }
    assertThat(ours).as(task.name() + " " + window).containsExactly(theirs);
  }

  @Test
  void derivedPopularityAndClientsAreTheOrganisers() {
    Path golden = SharedData.require("golden/online-retail");
    try (SequenceStore store = open(golden)) {
      Split split = split(store);
      TaskSet derived =
          Tasks.of(
              store.histories(Long.MIN_VALUE, split.cutOffMicros()),
              store.histories(split.cutOffMicros(), Micros.of(split.end()) + 1),
              split,
              Given.NOTHING,
              RunContext.silent());
      assertThat(derived.relevant().toArray())
          .isEqualTo(store.relevantClients().orElseThrow().toArray());
      assertThat(derived.active().toArray())
          .isEqualTo(store.activeClients().orElseThrow().toArray());
      store
          .labelLists()
          .forEach((task, given) -> {
            LabelList ours = derived.labels().get(task);
            assertThat(ours.popularity()).as(task).containsExactly(given.popularity());
          });
    }
  }
}
