package io.habitus.models.embedding;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One pass over clients that computes only what is not known. Known are the vectors of earlier
 * profiles and those that a killed run of the same pass had finished, which lie in the context's
 * work folder; a vector is taken over where its digest is still the same. Clients of whom the pass
 * never speaks have zeros.
 *
 * <p>Memory beside the profiles themselves: 9 bytes for each client, and 32 MiB. Any number of
 * threads may call it, for different clients.
 */
public final class EmbeddingPass implements AutoCloseable {
  /** What the pass is called in messages and progress. */
  public static final String WHAT = "embedding clients";

  /** About so many clients' tokens are in memory on each thread, or those of one shard. */
  private static final int CLIENTS_AT_ONCE = 2000;

  private final ClientSet clients;
  private final int width;
  private final ProfileMatrix matrix;
  private final long[] digests; // (clients)
  private final boolean[] read; // (clients)
  private final AtomicInteger computed = new AtomicInteger();
  private final VectorParts parts;
  private final Progress.Step progress;

  private EmbeddingPass(ClientSet clients, int width, RunContext context) {
    this.clients = clients;
    this.width = width;
    this.matrix = ProfileMatrix.zeros(clients.toArray(), width, context);
    this.digests = new long[clients.size()];
    this.read = new boolean[clients.size()];
    this.parts = new VectorParts(context, width, clients.size());
    this.progress = context.progress().start(WHAT, clients.size(), "clients");
  }

  /**
   * Begins a pass, or goes on with one that was killed.
   *
   * @param width columns of a vector
   * @param before earlier profiles of the same width
   */
  public static EmbeddingPass begin(
      ClientSet clients, int width, Optional<DigestedProfiles> before, RunContext context) {
    EmbeddingPass pass = new EmbeddingPass(clients, width, context);
    try {
      before.ifPresent(pass::takeOver);
      int[] finished = {0};
      pass.parts.read(
          (client, digest, halves) -> finished[0] += pass.takeOver(client, digest, halves),
          context);
      if (finished[0] > 0) {
        context.progress().note(WHAT + " resumes: %,d are finished".formatted(finished[0]));
      }
      return pass;
    } catch (RuntimeException | Error e) {
      pass.progress.close();
      throw e;
    }
  }

  /** Computes vectors of some shards' clients. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Gives the pass every client of these shards whom it does not keep.
     *
     * @param shards of the store that is read
     */
    void read(EmbeddingPass pass, List<Integer> shards);
  }

  /**
   * A whole pass, some shards at a time, in memory that does not grow with the number of clients
   * but for the result.
   *
   * @param shards of the store that is read
   */
  public static DigestedProfiles byShards(
      ClientSet clients,
      int width,
      Optional<DigestedProfiles> before,
      int shards,
      RunContext context,
      Reader reader) {
    try (EmbeddingPass pass = begin(clients, width, before, context)) {
      RunContext silent = context.withProgress(Progress.SILENT); // the pass counts clients
      int parts = parts(clients.size(), shards, context.resources().threads());
      var unused =
          Parallel.map(
              WHAT,
              "parts",
              parts,
              silent,
              part -> {
                reader.read(pass, shardsOf(part, parts, shards));
                return part;
              });
      return pass.finish();
    }
  }

  /** Many clients at a time, for the sake of products of many rows; work for every thread. */
  static int parts(int clients, int shards, int threads) {
    return Math.min(shards, Math.max(threads, clients / CLIENTS_AT_ONCE));
  }

  static List<Integer> shardsOf(int part, int parts, int shards) {
    int from = (int) ((long) part * shards / parts);
    int until = (int) ((part + 1L) * shards / parts);
    return IntStream.range(from, until).boxed().toList();
  }

  private void takeOver(DigestedProfiles before) {
    Profiles profiles = before.profiles();
    if (profiles.width() != width) {
      throw new IllegalArgumentException(
          "earlier profiles: expected %d columns, found %d".formatted(width, profiles.width()));
    }
    for (int from = 0; from < profiles.size(); from++) {
      int row = clients.rank(profiles.clientIds()[from]);
      if (row >= 0) {
        matrix.copy(row, profiles, from);
        digests[row] = before.digests()[from];
      }
    }
  }

  private int takeOver(long client, long digest, ByteBuffer halves) {
    int row = clients.rank(client);
    if (row < 0) {
      return 0;
    }
    for (int column = 0; column < width; column++) {
      matrix.set(row, column, halves.getShort());
    }
    digests[row] = digest;
    return 1;
  }

  /**
   * Whether the client's vector is here already; if so it stays. If not, {@link #put} has to
   * follow.
   *
   * @param digest of all that the vector depends on
   */
  public boolean keeps(long client, long digest) {
    int row = clients.rank(client);
    if (digests[row] != digest) {
      return false;
    }
    read[row] = true;
    progress.advance(1);
    return true;
  }

  /** Whether the client's vector is here already. */
  public boolean has(long client, long digest) {
    return digests[clients.rank(client)] == digest;
  }

  /**
   * A vector that has been computed.
   *
   * @param vectors holds it from {@code at} on
   */
  public void put(long client, long digest, float[] vectors, int at) {
    int row = clients.rank(client);
    short[] halves = new short[width];
    for (int column = 0; column < width; column++) {
      halves[column] = Float.floatToFloat16(vectors[at + column]);
    }
    matrix.row(row).copyFrom(MemorySegment.ofArray(halves));
    digests[row] = digest;
    read[row] = true;
    computed.incrementAndGet();
    synchronized (parts) {
      parts.add(client, digest, halves);
    }
    progress.advance(1);
  }

  /** The profiles, in ascending order of client. */
  public DigestedProfiles finish() {
    for (int row = 0; row < read.length; row++) {
      if (!read[row]) {
        matrix.row(row).fill((byte) 0);
        digests[row] = InputDigest.NONE;
        progress.advance(1);
      }
    }
    return new DigestedProfiles(matrix.toProfiles(), digests, computed.get());
  }

  /** Ends the pass; what was computed of an unfinished one is kept. */
  @Override
  public void close() {
    progress.close();
    synchronized (parts) {
      parts.write();
    }
  }
}
