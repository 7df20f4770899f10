package io.habitus.models.sequence;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.event.BatchStream;
import io.habitus.features.event.SequenceBatch;
import io.habitus.features.event.SequenceBatches;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * Vectors of all clients in one streaming pass: whole batches go to the threads as they come, and
 * memory does not grow with the clients but for the result.
 */
final class SequenceEmbedding {
  private static final String WHAT = "embedding clients";

  private final SequenceEncoder encoder;
  private final Weights weights;
  private final ClientSet clients;
  private final ProfileMatrix matrix;
  private final BatchStream stream;
  private final Progress.Step progress;
  private boolean ended;

  private SequenceEmbedding(
      SequenceEncoder encoder,
      Weights weights,
      ClientSet clients,
      ProfileMatrix matrix,
      BatchStream stream,
      Progress.Step progress) {
    this.encoder = encoder;
    this.weights = weights;
    this.clients = clients;
    this.matrix = matrix;
    this.stream = stream;
    this.progress = progress;
  }

  /**
   * Embeds, in ascending order of client.
   *
   * @param batches of clients of the set, with events; the other clients' vectors are zeros
   */
  static Profiles of(
      SequenceEncoder encoder,
      Weights weights,
      SequenceBatches batches,
      ClientSet clients,
      RunContext context) {
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), encoder.width(), context);
    try (BatchStream stream = batches.open(0);
        Progress.Step progress = context.progress().start(WHAT, clients.size(), "clients")) {
      SequenceEmbedding embedding =
          new SequenceEmbedding(encoder, weights, clients, matrix, stream, progress);
      int threads = context.resources().threads();
      Workers.forEach(threads, context, WHAT, thread -> embedding.work(context));
    }
    return matrix.toProfiles();
  }

  private void work(RunContext context) {
    try (Arena arena = Arena.ofShared();
        Replica replica = Replica.forInference(weights)) {
      PackedRows rows = new PackedRows(arena);
      float[] vector = new float[encoder.width()];
      for (long[] ids = take(rows); ids.length > 0; ids = take(rows)) {
        context.checkStopped(WHAT);
        try (Graph graph = Graph.inference(replica)) {
          float[] vectors = encoder.encode(graph, rows).toFloats(); // (clients, width)
          for (int i = 0; i < ids.length; i++) {
            System.arraycopy(vectors, i * vector.length, vector, 0, vector.length);
            matrix.set(clients.rank(ids[i]), vector);
          }
        }
        progress.advance(ids.length);
      }
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  private synchronized void end() {
    ended = true;
  }

  /** Copies the next batch; its clients, or nobody at the end. */
  private synchronized long[] take(PackedRows rows) {
    if (ended || !stream.next()) {
      ended = true;
      return new long[0];
    }
    SequenceBatch batch = stream.batch();
    int[] places = new int[batch.size()];
    Arrays.setAll(places, i -> i);
    rows.fill(batch.input(), places);
    long[] ids = new long[batch.size()];
    Arrays.setAll(ids, batch::clientId);
    return ids;
  }
}
