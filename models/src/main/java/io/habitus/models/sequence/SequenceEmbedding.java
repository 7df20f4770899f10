package io.habitus.models.sequence;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.event.BatchPart;
import io.habitus.features.event.BatchStream;
import io.habitus.features.event.SequenceBatch;
import io.habitus.features.event.SequenceBatches;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.models.embedding.EmbeddingPass;
import io.habitus.models.embedding.InputDigest;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Vectors of all clients in one streaming pass: whole batches go to the threads as they come, and
 * memory does not grow with the clients but for the result.
 */
final class SequenceEmbedding {
  private final SequenceEncoder encoder;
  private final Weights weights;
  private final long digestSeed;
  private final BatchStream stream;
  private final EmbeddingPass pass;
  private boolean ended;

  private SequenceEmbedding(
      SequenceEncoder encoder,
      Weights weights,
      long digestSeed,
      BatchStream stream,
      EmbeddingPass pass) {
    this.encoder = encoder;
    this.weights = weights;
    this.digestSeed = digestSeed;
    this.stream = stream;
    this.pass = pass;
  }

  /**
   * Embeds, in ascending order of client.
   *
   * @param digestSeed what decides vectors beside the rows
   * @param batches of clients of the set, with events; the other clients' vectors are zeros
   * @param before vectors that are taken over where they would come out the same
   */
  static DigestedProfiles of(
      SequenceEncoder encoder,
      Weights weights,
      long digestSeed,
      SequenceBatches batches,
      Optional<DigestedProfiles> before,
      ClientSet clients,
      RunContext context) {
    try (EmbeddingPass pass = EmbeddingPass.begin(clients, encoder.width(), before, context);
        BatchStream stream = batches.open(0)) {
      SequenceEmbedding embedding =
          new SequenceEmbedding(encoder, weights, digestSeed, stream, pass);
      int threads = context.resources().threads();
      Workers.forEach(threads, context, EmbeddingPass.WHAT, thread -> embedding.work(context));
      return pass.finish();
    }
  }

  /** Clients of a batch whose vectors are not known, and the digests of what is read of them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Unknown(long[] clients, long[] digests) {
    static final Unknown END = new Unknown(new long[0], new long[0]);

    int size() {
      return clients.length;
    }
  }

  private void work(RunContext context) {
    try (Arena arena = Arena.ofShared();
        Replica replica = Replica.forInference(weights)) {
      PackedRows rows = new PackedRows(arena);
      for (Unknown next = take(rows, context); next.size() > 0; next = take(rows, context)) {
        context.checkStopped(EmbeddingPass.WHAT);
        try (Graph graph = Graph.inference(replica)) {
          float[] vectors = encoder.encode(graph, rows).toFloats(); // (clients, width)
          for (int i = 0; i < next.size(); i++) {
            pass.put(next.clients[i], next.digests[i], vectors, i * encoder.width());
          }
        }
      }
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  private synchronized void end() {
    ended = true;
  }

  /** Copies the unknown clients of the next batch that has any; nobody at the end. */
  private synchronized Unknown take(PackedRows rows, RunContext context) {
    while (!ended && stream.next()) {
      context.checkStopped(EmbeddingPass.WHAT);
      SequenceBatch batch = stream.batch();
      long[] digests = new long[batch.size()];
      Arrays.setAll(digests, i -> digest(batch.input(), i));
      int[] places = unknown(batch, digests);
      if (places.length > 0) {
        rows.fill(batch.input(), places);
        return new Unknown(
            Arrays.stream(places).mapToLong(batch::clientId).toArray(),
            Arrays.stream(places).mapToLong(i -> digests[i]).toArray());
      }
    }
    ended = true;
    return Unknown.END;
  }

  /** Of all that the encoder reads of a client. */
  private long digest(BatchPart part, int i) {
    InputDigest digest = new InputDigest(digestSeed);
    long rowBytes = (long) Float.BYTES * part.width();
    digest.add(part.values().asSlice(i * part.steps() * rowBytes, part.length(i) * rowBytes));
    return digest.value();
  }

  /**
   * Places of the clients that have to be computed. Where bits depend on the batch, that is nobody
   * of it or everybody.
   */
  private int[] unknown(SequenceBatch batch, long[] digests) {
    int[] all = IntStream.range(0, batch.size()).toArray();
    boolean whole =
        !encoder.isIndependent()
            && !Arrays.stream(all).allMatch(i -> pass.has(batch.clientId(i), digests[i]));
    return whole
        ? all
        : Arrays.stream(all).filter(i -> !pass.keeps(batch.clientId(i), digests[i])).toArray();
  }
}
