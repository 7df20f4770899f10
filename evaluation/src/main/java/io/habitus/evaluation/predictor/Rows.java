package io.habitus.evaluation.predictor;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.engine.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/** The profiles of some clients, in the order of the profiles, which is never shuffled. */
final class Rows {
  private final Profiles profiles;
  private final int[] rows;
  private float[] buffer = {};

  private Rows(Profiles profiles, int[] rows) {
    this.profiles = profiles;
    this.rows = rows;
  }

  static Rows of(Profiles profiles, Optional<ClientSet> clients) {
    return new Rows(
        profiles,
        IntStream.range(0, profiles.size())
            .filter(row -> clients.isEmpty() || clients.get().contains(profiles.clientIds()[row]))
            .toArray());
  }

  int size() {
    return rows.length;
  }

  long clientId(int row) {
    return profiles.clientIds()[rows[row]];
  }

  long[] clientIds() {
    return IntStream.range(0, rows.length).mapToLong(this::clientId).toArray();
  }

  /** Widens the vectors of rows {@code [from, from + into.rows())} to fp32. */
  void read(int from, Tensor into) {
    int count = Math.toIntExact(into.rows());
    int width = profiles.width();
    if (buffer.length < count * width) {
      buffer = new float[count * width];
    }
    for (int i = 0; i < count; i++) {
      profiles.read(rows[from + i], buffer, i * width);
    }
    into.set(buffer, 0);
  }
}
