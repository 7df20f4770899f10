package io.habitus.evaluation.probe;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/**
 * The vectors of a task's clients with every column brought to mean 0 and variance 1; a constant
 * column becomes zeros. Values are widened when they are read, so memory does not grow with the
 * clients.
 *
 * <p>Clients are in {@value #FOLDS} folds, by a hash of the id: a client's fold depends on nothing
 * else. Rows are in the order of folds, within a fold in that of the profiles.
 */
final class Design {
  static final int FOLDS = 5;

  /** Clients that are read at a time; sums are cut here, so it is part of the result's bits. */
  static final int BLOCK = 1024;

  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

  private final Profiles profiles;
  private final int[] rows; // place → row of the profiles
  private final int[] foldStarts; // FOLDS + 1
  private final float[] mean;
  private final float[] scale; // 1 / standard deviation, 0 for a constant column

  private Design(Profiles profiles, int[] rows, int[] foldStarts, float[] mean, float[] scale) {
    this.profiles = profiles;
    this.rows = rows;
    this.foldStarts = foldStarts;
    this.mean = mean;
    this.scale = scale;
  }

  /** The clients of the profiles, or those among {@code clients}; all folds of them. */
  static Design of(Profiles profiles, Optional<ClientSet> clients, RunContext context) {
    return standardise(inFolds(profiles, clients), context);
  }

  /** Other clients of the same profiles, brought to the scale of these. */
  Design about(Optional<ClientSet> clients) {
    Design others = inFolds(profiles, clients);
    return new Design(profiles, others.rows, others.foldStarts, mean, scale);
  }

  /** Not standardised. */
  private static Design inFolds(Profiles profiles, Optional<ClientSet> clients) {
    long[] ids = profiles.clientIds();
    int[] sizes = new int[FOLDS + 1];
    for (long id : ids) {
      if (clients.isEmpty() || clients.get().contains(id)) {
        sizes[fold(id) + 1]++;
      }
    }
    for (int f = 0; f < FOLDS; f++) {
      sizes[f + 1] += sizes[f];
    }
    int[] rows = new int[sizes[FOLDS]];
    int[] next = sizes.clone();
    for (int row = 0; row < ids.length; row++) {
      if (clients.isEmpty() || clients.get().contains(ids[row])) {
        rows[next[fold(ids[row])]++] = row;
      }
    }
    float[] ones = new float[profiles.width()];
    Arrays.fill(ones, 1);
    return new Design(profiles, rows, sizes, new float[profiles.width()], ones);
  }

  private static int fold(long id) {
    long mixed = id * 0x9E3779B97F4A7C15L; // Fibonacci hashing: the upper bits are the mixed ones
    return (int) ((mixed >>> 33) % FOLDS);
  }

  private static Design standardise(Design raw, RunContext context) {
    int width = raw.width();
    int clients = Math.max(1, raw.clients());
    double[] sums = raw.columnSums(false, context);
    float[] mean = new float[width];
    for (int c = 0; c < width; c++) {
      mean[c] = (float) (sums[c] / clients);
    }
    Design centred = new Design(raw.profiles, raw.rows, raw.foldStarts, mean, raw.scale);
    double[] squares = centred.columnSums(true, context);
    float[] scale = new float[width];
    for (int c = 0; c < width; c++) {
      double deviation = Math.sqrt(squares[c] / clients);
      // float16 has 11 bits: what varies less than this, in 1e9 clients, is fp32's rounding.
      scale[c] = deviation > 1e-7 * Math.abs(mean[c]) ? (float) (1 / deviation) : 0;
    }
    return new Design(raw.profiles, raw.rows, raw.foldStarts, mean, scale);
  }

  private double[] columnSums(boolean squared, RunContext context) {
    int blocks = blocks();
    double[][] partial = new double[blocks][];
    Workers.forEach(
        blocks,
        context,
        "standardising columns",
        b -> {
          double[] sums = new double[width()];
          Reader reader = new Reader();
          for (int place = b * BLOCK; place < Math.min(clients(), (b + 1) * BLOCK); place++) {
            float[] x = reader.read(place);
            for (int c = 0; c < sums.length; c++) {
              sums[c] += squared ? (double) x[c] * x[c] : x[c];
            }
          }
          partial[b] = sums;
        });
    double[] total = new double[width()];
    for (double[] sums : partial) {
      for (int c = 0; c < total.length; c++) {
        total[c] += sums[c];
      }
    }
    return total;
  }

  int clients() {
    return rows.length;
  }

  int width() {
    return profiles.width();
  }

  int blocks() {
    return Math.ceilDiv(rows.length, BLOCK);
  }

  /** First place of a fold; of {@link #FOLDS}, the number of clients. */
  int foldStart(int fold) {
    return foldStarts[fold];
  }

  /** The profiles' row of the client at a place. */
  int row(int place) {
    return rows[place];
  }

  long clientId(int place) {
    return profiles.clientIds()[rows[place]];
  }

  /** Reads standardised vectors; one per thread. */
  final class Reader {
    private final short[] halves = new short[width()];
    private final float[] values = new float[width()];

    /** (width), valid until the next call. */
    float[] read(int place) {
      readInto(place, values);
      return values;
    }

    void readInto(int place, float[] into) {
      long from = 2L * rows[place] * halves.length;
      MemorySegment.copy(profiles.halves(), HALF, from, halves, 0, halves.length);
      for (int c = 0; c < halves.length; c++) {
        into[c] = Float.float16ToFloat(halves[c]);
      }
      for (int c = 0; c < halves.length; c++) {
        into[c] = (into[c] - mean[c]) * scale[c];
      }
    }
  }
}
