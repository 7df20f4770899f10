package io.habitus.pipeline.merge;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recipe.MergeSection;
import java.util.Arrays;
import java.util.BitSet;

/** One input of a merge: finds a client's row, maps it, fills it if it is missing, weights it. */
final class MergeInput {
  private final ClientSet ids;
  private final int[] rowOfRank;
  private final BitSet rows;
  private final RowSource mapped;
  private final float weight;
  private final float[] filler; // (width), for clients without a row

  private MergeInput(Profiles profiles, MergeSection.Input input, RunContext context) {
    ids = ClientSet.of(profiles.clientIds());
    rowOfRank = new int[ids.size()];
    for (int row = 0; row < profiles.size(); row++) {
      rowOfRank[ids.rank(profiles.clientIds()[row])] = row;
    }
    rows = rows(profiles, input.dropZeroRows());
    RowSource source = reduced(RowSource.of(profiles), input, context);
    mapped = source.mapped(Scale.of(input.scale()).fit(source, rows));
    weight = (float) input.weight();
    filler = input.impute().equals("mean") ? meanRow() : new float[mapped.width()];
  }

  /** The rows after the PCA, if there is one. */
  private RowSource reduced(RowSource source, MergeSection.Input input, RunContext context) {
    if (input.pca().isEmpty()) {
      return source;
    }
    int components = input.pca().get();
    int most = Math.min(source.width(), rows.cardinality());
    if (components > most) {
      throw new InputException(
          Problem.inFile(
              "merge of " + input.name(),
              "pca: at most %d, of %d columns and %d rows"
                  .formatted(most, source.width(), rows.cardinality()),
              Integer.toString(components),
              "There are no more principal components than columns or rows."));
    }
    return source.mapped(Pca.fit(source, rows, components, context));
  }

  /**
   * Fits an input.
   *
   * @param clients whom rows are wanted for
   * @throws InputException if one is missing and nothing is imputed, or there are too few columns
   *     or rows for the PCA
   */
  static MergeInput of(
      Profiles profiles, MergeSection.Input input, ClientSet clients, RunContext context) {
    MergeInput fitted = new MergeInput(profiles, input, context);
    if (input.impute().equals("none")) {
      fitted.checkComplete(clients, input.name());
    }
    return fitted;
  }

  int width() {
    return mapped.width();
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
    return mapped.row(rowOfRank[rank]);
  }

  private float[] meanRow() {
    double[] sums = new double[mapped.width()];
    rows.stream()
        .forEach(row -> {
          float[] values = mapped.row(row);
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
