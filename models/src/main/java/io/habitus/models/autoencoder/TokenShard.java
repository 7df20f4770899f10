package io.habitus.models.autoencoder;

import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Some clients' histories, packed by step, longest first. The encoder reads start, the steps and
 * end; the decoder reads start and the steps and is asked for the steps and end. So what is asked
 * of a client at a step is what the encoder reads one step later, and the packed rows of what is
 * asked are the encoder's rows without the first step.
 *
 * @param read what the encoder reads
 * @param decoded what the decoder reads
 * @param tokens (fields, rows of {@code read})
 * @param decodedRows for each of the decoder's rows, the encoder's row with the same step; int64
 * @param decodedClients for each of the decoder's rows, the client; int64
 * @param targets number of steps that are asked for in the whole batch: what the loss is a mean
 *     over
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenShard(
    PackedLengths read,
    PackedLengths decoded,
    int[][] tokens,
    MemorySegment decodedRows,
    MemorySegment decodedClients,
    long targets) {

  /**
   * Packs clients.
   *
   * @param clients places in the corpus, longest first
   * @param targets of the whole batch
   * @param arena owns the indices
   */
  static TokenShard of(TokenCorpus corpus, int[] clients, long targets, Arena arena) {
    int[] readLengths = new int[clients.length];
    int[] decodedLengths = new int[clients.length];
    for (int i = 0; i < clients.length; i++) {
      readLengths[i] = corpus.length(clients[i]) + 2;
      decodedLengths[i] = corpus.length(clients[i]) + 1;
    }
    PackedLengths read = PackedLengths.of(readLengths);
    PackedLengths decoded = PackedLengths.of(decodedLengths);
    MemorySegment rows = arena.allocate(ValueLayout.JAVA_LONG, decoded.rows());
    MemorySegment owners = arena.allocate(ValueLayout.JAVA_LONG, decoded.rows());
    for (int step = 0; step < decoded.steps(); step++) {
      for (int client = 0; client < decoded.active(step); client++) {
        int row = decoded.row(client, step);
        rows.setAtIndex(ValueLayout.JAVA_LONG, row, read.row(client, step));
        owners.setAtIndex(ValueLayout.JAVA_LONG, row, client);
      }
    }
    return new TokenShard(read, decoded, tokens(corpus, clients, read), rows, owners, targets);
  }

  private static int[][] tokens(TokenCorpus corpus, int[] clients, PackedLengths read) {
    int[][] tokens = new int[corpus.width()][read.rows()];
    for (int field = 0; field < tokens.length; field++) {
      for (int client = 0; client < clients.length; client++) {
        int steps = corpus.length(clients[client]);
        tokens[field][read.row(client, 0)] = TokenVocabulary.START;
        for (int step = 0; step < steps; step++) {
          tokens[field][read.row(client, step + 1)] = corpus.token(clients[client], step, field);
        }
        tokens[field][read.row(client, steps + 1)] = TokenVocabulary.END;
      }
    }
    return tokens;
  }

  /** Number of clients. */
  int clients() {
    return read.sequences();
  }

  /** What is asked for at each of the decoder's rows. */
  int[] targets(int field) {
    int[] asked = new int[decoded.rows()];
    System.arraycopy(tokens[field], read.offset(1), asked, 0, asked.length);
    return asked;
  }
}
