package io.habitus.models.random;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Renewal;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Noise of a seed; rows ascend by client. */
record FittedRandom(int width, long seed) implements FittedProfileModel {
  private static final int CHUNK = 4_096;

  @Override
  public List<String> columns() {
    return IntStream.range(0, width).mapToObj(column -> "noise[" + column + "]").toList();
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), width, context);
    Parallel.map(
        "drawing noise",
        "chunks",
        (clients.size() + CHUNK - 1) / CHUNK,
        context,
        chunk -> {
          chunk(chunk * CHUNK, clients, matrix);
          return chunk;
        });
    return matrix.toProfiles();
  }

  private void chunk(int from, ClientSet clients, ProfileMatrix matrix) {
    float[] vector = new float[width];
    for (int row = from; row < Math.min(from + CHUNK, clients.size()); row++) {
      fill(clients.get(row), vector);
      matrix.set(row, vector);
    }
  }

  /** Box–Muller over counted hashes; StrictMath: the same bits on every machine. */
  private void fill(long client, float[] vector) {
    long key = next(next(seed) ^ client);
    for (int column = 0; column < width; column += 2) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(next(key + 2L * column + 1))));
      double angle = 2 * Math.PI * unit(next(key + 2L * column + 2));
      vector[column] = (float) (radius * StrictMath.cos(angle));
      if (column + 1 < width) {
        vector[column + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }

  /** In (0, 1]. */
  private static double unit(long bits) {
    return ((bits >>> 11) + 1) * 0x1.0p-53;
  }

  private static long next(long state) {
    return SplitMix64.mix(state + SplitMix64.GAMMA);
  }

  @Override
  public Renewal renewal() {
    return new Renewal.Whole(
        "its vectors do not depend on events, so that there is nothing to save; embed without"
            + " --since");
  }

  @Override
  public void save(Path folder) {
    RandomModel model = new RandomModel(width);
    SavedModel.write(folder, model.name(), model.parameters(), seed, new RandomModel.Width(width));
  }
}
