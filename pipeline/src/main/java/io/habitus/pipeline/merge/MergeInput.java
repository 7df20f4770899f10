package io.habitus.pipeline.merge;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.pipeline.recipe.MergeSection;
import java.util.Arrays;
import java.util.BitSet;

/** One input of a merge: finds a client's row, maps it, fills it if it is missing, weights it. */
final class MergeInput {
  private final Profiles profiles;
  private final ClientSet ids;
  private final int[] rowOfRank;
  private final BitSet rows;
  private final RowMap map;
  private final float weight;
  private final float[] filler; // (width), for clients without a row

  private MergeInput(Profiles profiles, MergeSection.Input input) {
    this.profiles = profiles;
    ids = ClientSet.of(profiles.clientIds());
    rowOfRank = new int[ids.size()];
    for (int row = 0; row < profiles.size(); row++) {
      rowOfRank[ids.rank(profiles.clientIds()[row])] = row;
    }
    rows = rows(profiles, input.dropZeroRows());
    map = Scale.of(input.scale()).fit(profiles, rows);
    weight = (float) input.weight();
    filler = input.impute().equals("mean") ? meanRow() : new float[map.width()];
  }

  /**
   * Fits an input.
   *
   * @param clients whom rows are wanted for
   * @throws InputException if one is missing and nothing is imputed
   */
  static MergeInput of(Profiles profiles, MergeSection.Input input, ClientSet clients) {
    MergeInput fitted = new MergeInput(profiles, input);
    if (input.impute().equals("none")) {
      fitted.checkComplete(clients, input.name());
    }
    return fitted;
  }

  int width() {
    return map.width();
  }

  /** Adds the client's weighted row to {@code into[at … at + width)}. */
  void addTo(float[] into, int at, long client) {
    float[] row = row(client);
    for (int c = 0; c < row.length; c++) {
      into[at + c] += weight * row[c];
    }
  }

  private float[] row(long client) {
    int rank = ids.rank(client);
    if (rank < 0 || !rows.get(rowOfRank[rank])) {
      return filler;
    }
    return mapped(rowOfRank[rank]);
  }

  private float[] mapped(int row) {
    float[] values = new float[profiles.width()];
    profiles.read(row, values, 0);
    return map.apply(values);
  }

  private float[] meanRow() {
    double[] sums = new double[map.width()];
    rows.stream()
        .forEach(row -> {
          float[] values = mapped(row);
          for (int c = 0; c < values.length; c++) {
            sums[c] += values[c];
          }
        });
    float[] mean = new float[sums.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = (float) (sums[c] / Math.max(1, rows.cardinality()));
    }
    return mean;
  }

  private void checkComplete(ClientSet clients, String name) {
    long missing =
        Arrays.stream(clients.toArray())
            .filter(client -> ids.rank(client) < 0 || !rows.get(rowOfRank[ids.rank(client)]))
            .count();
    if (missing > 0) {
      throw new InputException(
          Problem.inFile(
              "merge of " + name,
              "a row for each of " + clients.size() + " clients",
              missing + " without one",
              "Say what they get: impute: zero or impute: mean."));
    }
  }

  private static BitSet rows(Profiles profiles, boolean dropZeroRows) {
    BitSet rows = new BitSet(profiles.size());
    rows.set(0, profiles.size());
    if (dropZeroRows) {
      float[] row = new float[profiles.width()];
      for (int r = 0; r < profiles.size(); r++) {
        profiles.read(r, row, 0);
        rows.set(r, !isZero(row));
      }
    }
    return rows;
  }

  private static boolean isZero(float[] row) {
    for (float value : row) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
