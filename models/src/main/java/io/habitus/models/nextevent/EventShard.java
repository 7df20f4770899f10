package io.habitus.models.nextevent;

import io.habitus.engine.network.Sequences;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * Parts of some clients' histories, one after another, and what is asked for after each step.
 *
 * @param sequences where each client's steps lie
 * @param tokens (fields, rows); the price is none of them
 * @param price the steps' prices, if they are read
 * @param asked in the whole batch, of each field and then of the price: what means divide by
 * @param clients of the whole batch
 */
@SuppressWarnings("ArrayRecordComponent")
record EventShard(
    Sequences sequences, int[][] tokens, Optional<PriceColumn> price, long[] asked, long clients) {

  /**
   * Prices of steps.
   *
   * @param values (rows), 0 where there is none
   * @param next (rows), of the step that follows
   * @param weights (rows), 1 where a price follows, else 0
   * @param found how many there are
   */
  record PriceColumn(MemorySegment values, MemorySegment next, MemorySegment weights, long found) {}

  /**
   * A client's part of its history.
   *
   * @param client place in the corpus
   * @param from first step
   * @param count of steps
   */
  record Part(int client, int from, int count) {}

  /**
   * Reads parts.
   *
   * @param prices by token of the corpus's last field, if prices are read
   * @param asked filled in once the whole batch is read
   * @param arena owns the prices
   */
  static EventShard of(
      TokenCorpus corpus,
      List<Part> parts,
      Optional<Prices> prices,
      long[] asked,
      long clients,
      Arena arena) {
    Sequences sequences = Sequences.ofLengths(parts.stream().mapToInt(Part::count).toArray());
    int fields = corpus.width() - (prices.isPresent() ? 1 : 0);
    int[][] tokens = new int[fields][sequences.rows()];
    for (int field = 0; field < fields; field++) {
      read(corpus, parts, field, tokens[field]);
    }
    Optional<PriceColumn> column =
        prices.map(each -> {
          int[] ofSteps = new int[sequences.rows()];
          read(corpus, parts, fields, ofSteps);
          return column(sequences, ofSteps, each, arena);
        });
    return new EventShard(sequences, tokens, column, asked, clients);
  }

  private static void read(TokenCorpus corpus, List<Part> parts, int field, int[] into) {
    int row = 0;
    for (Part part : parts) {
      for (int step = 0; step < part.count; step++) {
        into[row++] = corpus.token(part.client, part.from + step, field);
      }
    }
  }

  private static PriceColumn column(Sequences sequences, int[] tokens, Prices prices, Arena arena) {
    MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, tokens.length);
    MemorySegment next = arena.allocate(ValueLayout.JAVA_FLOAT, tokens.length);
    MemorySegment weights = arena.allocate(ValueLayout.JAVA_FLOAT, tokens.length);
    long found = 0;
    for (int i = 0; i < sequences.size(); i++) {
      for (int row = sequences.first(i); row <= sequences.last(i); row++) {
        float price = prices.of(tokens[row]);
        if (Float.isNaN(price)) {
          continue;
        }
        values.setAtIndex(ValueLayout.JAVA_FLOAT, row, price);
        if (row > sequences.first(i)) {
          next.setAtIndex(ValueLayout.JAVA_FLOAT, row - 1, price);
          weights.setAtIndex(ValueLayout.JAVA_FLOAT, row - 1, 1);
          found++;
        }
      }
    }
    return new PriceColumn(values, next, weights, found);
  }

  /** The next step's token for each row; −1 where there is none or it is no value. */
  int[] targets(int field) {
    int[] targets = new int[sequences.rows()];
    for (int i = 0; i < sequences.size(); i++) {
      for (int row = sequences.first(i); row < sequences.last(i); row++) {
        int next = tokens[field][row + 1];
        targets[row] = next < TokenVocabulary.FIRST_VALUE ? -1 : next;
      }
      targets[sequences.last(i)] = -1;
    }
    return targets;
  }

  /** How many values of a field are asked for in this shard. */
  long count(int field) {
    long count = 0;
    for (int target : targets(field)) {
      count += target < 0 ? 0 : 1;
    }
    return count;
  }
}
