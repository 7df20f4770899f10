package io.habitus.evaluation.predictor;

import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.testkit.SharedData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The organisers' profiles, targets and scores of Online Retail, where they are on this machine.
 */
final class Golden {
  private final Path folder = SharedData.require("golden/online-retail");

  Path firstSteps() {
    return folder.resolve("aggregated-features/first_steps.json");
  }

  Profiles profiles() {
    NpyArray vectors = Npy.read(folder.resolve("aggregated-features/embeddings.npy"));
    return new Profiles(
        Npy.read(folder.resolve("aggregated-features/client_ids.npy")).toLongs(),
        Math.toIntExact(vectors.shape()[1]),
        vectors.data());
  }

  /** All six tasks, from the raw log. */
  List<Task> tasks(Path store) {
    Ingest.run(LogSource.challenge(folder), store, IngestOptions.defaults(), RunContext.silent());
    try (SequenceStore log = SequenceStore.open(store)) {
      Split split = Split.organisers(Micros.toInstant(log.lastTargetMicros()), 14);
      long cutOff = split.cutOffMicros();
      return Tasks.of(
              log.histories(Long.MIN_VALUE, cutOff),
              log.histories(cutOff, Micros.of(split.end()) + 1),
              split,
              log.given(),
              RunContext.silent())
          .tasks();
    }
  }

  /** propensity_category or propensity_new_sku. */
  Task propensity(String name) {
    double[] popularity =
        Npy.read(folder.resolve("target/popularity_" + name + ".npy")).toDoubles();
    List<String> names =
        Arrays.stream(Npy.read(folder.resolve("target/" + name + ".npy")).toLongs())
            .mapToObj(Long::toString)
            .toList();
    return new Task(
        name,
        TaskKind.MULTI_LABEL,
        names,
        popularity,
        Optional.empty(),
        labels(name + "_train"),
        labels(name + "_validation"));
  }

  private Labels labels(String file) {
    NpyArray bits = Npy.read(folder.resolve("targets/" + file + ".npy"));
    long[] relevant = Npy.read(folder.resolve("input/relevant_clients.npy")).toLongs();
    int width = bits.rank() == 1 ? 1 : Math.toIntExact(bits.shape()[1]);
    Map<Long, Integer> rows = new HashMap<>();
    for (int row = 0; row < relevant.length; row++) {
      rows.put(relevant[row], row);
    }
    return new Labels() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public void fill(long clientId, float[] into, int at) {
        long base = (long) rows.get(clientId) * width;
        for (int label = 0; label < width; label++) {
          into[at + label] = (float) bits.getDouble(base + label);
        }
      }
    };
  }
}
