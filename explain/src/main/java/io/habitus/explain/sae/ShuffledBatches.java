package io.habitus.explain.sae;

import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.train.Batch;
import io.habitus.engine.train.BatchSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches of vectors in random order from a stream: a buffer is kept full, each vector of a batch
 * is drawn from anywhere in it, and the next of the stream takes its place. With a buffer as large
 * as the data this is a full shuffle. Draws are a function of (seed, epoch, number).
 *
 * @param activations where vectors come from
 * @param scaling what is done to each
 * @param settings batch, buffer and seed
 */
record ShuffledBatches(Activations activations, Scaling scaling, SaeSettings settings)
    implements BatchSource<SaeShard> {

  @Override
  public Stream<SaeShard> open(long epoch) {
    return new Draws(activations.open(), StepRandom.of(settings.seed(), epoch, 0));
  }

  @Override
  public long clients() {
    return -1;
  }

  private final class Draws implements Stream<SaeShard> {
    private static final int READ = 1024;

    private final Activations.Reader reader;
    private final StepRandom random;
    private final int width = scaling.width();
    private final float[] read = new float[READ * width];
    private float[] buffer = new float[0];
    private int held;
    private int readAt;
    private int readCount;
    private long draws;

    Draws(Activations.Reader reader, StepRandom random) {
      this.reader = reader;
      this.random = random;
    }

    @Override
    public @Nullable Batch<SaeShard> next() {
      fill();
      int count = Math.min(settings.batch(), held);
      if (count == 0) {
        return null;
      }
      int parts = SaeSettings.shards(count);
      List<SaeShard> shards = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        int rows = (part + 1) * count / parts - part * count / parts;
        Matrix matrix = Matrix.zeros(rows, width);
        for (int row = 0; row < rows; row++) {
          draw(matrix.values(), matrix.at(row, 0));
        }
        shards.add(new SaeShard(matrix, part, count));
      }
      return new Batch<>(shards, new long[0], count, count);
    }

    /** At the start, the buffer; afterwards it is kept full by the draws. */
    private void fill() {
      while (held < settings.buffer()) {
        if (!hasNext()) {
          return;
        }
        if ((held + 1L) * width > buffer.length) {
          long room = Math.min((long) settings.buffer() * width, Math.max(READ, 2L * held) * width);
          buffer = Arrays.copyOf(buffer, Math.toIntExact(room));
        }
        take(held++);
      }
    }

    private boolean hasNext() {
      if (readAt == readCount) {
        readAt = 0;
        readCount = reader.read(read, READ);
      }
      return readAt < readCount;
    }

    private void take(int place) {
      System.arraycopy(read, readAt++ * width, buffer, place * width, width);
      scaling.apply(buffer, place * width);
    }

    private void draw(float[] into, int at) {
      int place = (int) Math.unsignedMultiplyHigh(random.bits(draws++), held);
      System.arraycopy(buffer, place * width, into, at, width);
      if (hasNext()) {
        take(place);
      } else {
        held--;
        System.arraycopy(buffer, held * width, buffer, place * width, width);
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
