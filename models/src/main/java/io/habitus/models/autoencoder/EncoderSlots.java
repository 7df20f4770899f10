package io.habitus.models.autoencoder;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The encoder over many clients: as many as it takes to keep its products efficient are read side
 * by side, a few steps at a time, and who has come to the end makes room for the next. So the
 * number of rows stays the same however lengths differ, and memory does not depend on them. A
 * client's vector has the same bits whoever is read beside it.
 */
final class EncoderSlots {
  /** Clients side by side: rows of a product. */
  private static final int CLIENTS = 120;

  /** Steps between two changes of places. */
  private static final int STEPS = 8;

  private final GruAutoencoder network;
  private final Replica replica;
  private final TokenCorpus corpus;
  private final MemorySegment states; // (layers, clients, hidden)

  /**
   * Nothing read yet.
   *
   * @param arena owns the memory
   */
  EncoderSlots(GruAutoencoder network, Replica replica, TokenCorpus corpus, Arena arena) {
    this.network = network;
    this.replica = replica;
    this.corpus = corpus;
    NetworkShape shape = network.shape();
    states = arena.allocate((long) Float.BYTES * shape.layers() * CLIENTS * shape.hidden(), 64);
  }

  /** Takes a client's vector. */
  @FunctionalInterface
  interface Taker {
    void take(int client, float[] vector);
  }

  /** A client who is being read; start and end count as steps. */
  private final class Slot {
    private final int client;
    private final float[][] state; // (layers, hidden)
    private int read;

    Slot(int client) {
      this.client = client;
      state = new float[network.shape().layers()][network.shape().hidden()];
    }

    int next() {
      return Math.min(STEPS, corpus.length(client) + 2 - read);
    }

    int token(int step, int field) {
      int at = read + step;
      if (at == 0) {
        return TokenVocabulary.START;
      }
      boolean end = at > corpus.length(client);
      return end ? TokenVocabulary.END : corpus.token(client, at - 1, field);
    }
  }

  /**
   * Reads clients to their ends.
   *
   * @param order places in the corpus; the last ones are read in company if the longest come first
   * @param betweenSteps called now and then
   */
  void read(int[] order, Runnable betweenSteps, Taker taker) {
    List<Slot> slots = new ArrayList<>();
    int waiting = 0;
    while (waiting < order.length || !slots.isEmpty()) {
      betweenSteps.run();
      while (slots.size() < CLIENTS && waiting < order.length) {
        slots.add(new Slot(order[waiting++]));
      }
      slots.sort(Comparator.comparingInt((Slot slot) -> -slot.next()));
      advance(slots, taker);
      slots.removeIf(slot -> slot.next() == 0);
    }
  }

  private void advance(List<Slot> slots, Taker taker) {
    PackedLengths lengths = PackedLengths.of(slots.stream().mapToInt(Slot::next).toArray());
    int hidden = network.shape().hidden();
    try (Graph graph = Graph.inference(replica)) {
      Variable steps = network.embed(graph, tokens(slots, lengths)); // (rows, hidden)
      List<Variable> after = network.advance(graph, lengths, steps, before(graph, slots));
      for (int layer = 0; layer < after.size(); layer++) {
        float[] values = after.get(layer).toFloats(); // (clients, hidden)
        for (int i = 0; i < slots.size(); i++) {
          System.arraycopy(values, i * hidden, slots.get(i).state[layer], 0, hidden);
        }
      }
    }
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.read += lengths.length(i);
      if (slot.next() == 0) {
        taker.take(slot.client, slot.state[slot.state.length - 1]);
      }
    }
  }

  private int[][] tokens(List<Slot> slots, PackedLengths lengths) {
    int[][] tokens = new int[corpus.width()][lengths.rows()];
    for (int i = 0; i < slots.size(); i++) {
      for (int step = 0; step < lengths.length(i); step++) {
        for (int field = 0; field < tokens.length; field++) {
          tokens[field][lengths.row(i, step)] = slots.get(i).token(step, field);
        }
      }
    }
    return tokens;
  }

  private List<Variable> before(Graph graph, List<Slot> slots) {
    int hidden = network.shape().hidden();
    long bytes = (long) Float.BYTES * hidden;
    List<Variable> before = new ArrayList<>();
    for (int layer = 0; layer < network.shape().layers(); layer++) {
      MemorySegment mine = states.asSlice(layer * CLIENTS * bytes, slots.size() * bytes);
      for (int i = 0; i < slots.size(); i++) {
        float[] state = slots.get(i).state[layer];
        MemorySegment.copy(state, 0, mine, ValueLayout.JAVA_FLOAT, i * bytes, hidden);
      }
      before.add(graph.input(mine, slots.size(), hidden));
    }
    return before;
  }
}
