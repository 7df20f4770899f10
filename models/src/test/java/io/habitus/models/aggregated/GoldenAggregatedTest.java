package io.habitus.models.aggregated;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.array.Npy;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.models.FittedProfileModel;
import io.habitus.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The organisers' own baseline on real data: same rows, same columns, same bits, up to ties. */
class GoldenAggregatedTest {
  @TempDir Path temp;

  @Test
  void rowsAndColumnsAreTheOrganisers() {
    Path golden = SharedData.require("golden/online-retail");
    Path folder = temp.resolve("store");
    Ingest.run(LogSource.challenge(golden), folder, IngestOptions.defaults(), RunContext.silent());
    Profiles theirs = ProfileFolder.read(golden.resolve("aggregated-features")).profiles();
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split split = Split.organisers(Micros.toInstant(store.lastTargetMicros()), 14);
      Histories input = store.histories(Long.MIN_VALUE, split.cutOffMicros());
      ClientSet clients =
          ClientSet.of(Npy.read(golden.resolve("input/relevant_clients.npy")).toLongs());
      try (FittedProfileModel fitted =
          new AggregatedModel(10, List.of(1, 7, 30)).fit(input, clients, 0, RunContext.silent())) {
        Profiles ours = fitted.embed(input, clients, RunContext.silent());
        assertThat(ours.clientIds()).containsExactly(theirs.clientIds());
        assertThat(ours.width()).isEqualTo(theirs.width());
        assertThat(differingColumns(fitted.columns(), ours, theirs))
            // Ranks 10 and 11 of removed skus are equally frequent: either may be the tenth.
            .allMatch(name -> name.startsWith("remove_from_cart") && name.contains(".sku="))
            .hasSizeLessThanOrEqualTo(3);
      }
    }
  }

  /** Columns that no column of the same event type, window and field of theirs equals. */
  private static List<String> differingColumns(
      List<String> columns, Profiles ours, Profiles theirs) {
    List<String> differing = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int block = column - (column - 1 - (column > 91 ? 91 : 0)) % 10;
      boolean events = column % 91 == 0;
      boolean found = same(ours, column, theirs, column);
      for (int other = block; !found && !events && other < block + 10; other++) {
        found = same(ours, column, theirs, other);
      }
      if (!found) {
        differing.add(columns.get(column));
      }
    }
    return differing;
  }

  private static boolean same(Profiles ours, int column, Profiles theirs, int other) {
    for (int row = 0; row < ours.size(); row++) {
      if (ours.get(row, column) != theirs.get(row, other)) {
        return false;
      }
    }
    return true;
  }
}
