package io.habitus.models.autoencoder;

import io.habitus.core.store.EventSequence;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.features.token.TokenReader;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.live.LiveProfiles;
import io.habitus.models.live.LiveState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The encoder, event by event. A state is where the GRU stands after start and the steps so far,
 * one layer after the other; for the vector it reads the end, which leaves no trace in the state.
 */
final class LiveTokens implements LiveProfiles {
  private static final PackedLengths ONE_STEP = PackedLengths.of(1);

  private final GruAutoencoder network;
  private final TokenReader reader;
  private final long model;
  private final Replica replica;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment layers; // (layers, hidden)
  private final OneEvent one = new OneEvent();

  /**
   * Nothing read yet.
   *
   * @param reader of events, a step for each
   * @param model identity of the model
   */
  LiveTokens(GruAutoencoder network, Weights weights, TokenReader reader, long model) {
    this.network = network;
    this.reader = reader;
    this.model = model;
    this.replica = Replica.forInference(weights);
    this.layers = arena.allocate((long) Float.BYTES * size(), Float.BYTES);
  }

  private int size() {
    return network.shape().layers() * width();
  }

  @Override
  public int width() {
    return network.shape().hidden();
  }

  @Override
  public LiveState begin() {
    return new LiveState(model, size(), Optional.empty());
  }

  @Override
  public boolean advance(LiveState state, EventSequence events, int i) {
    state.moveTo(events.timeMicros(i));
    if (reader.read(one.of(events, i)) == 0) {
      return false;
    }
    if (state.steps() == 0) {
      step(state.hidden(), Optional.empty(), TokenVocabulary.START);
    }
    int[] tokens = new int[reader.layout().width()];
    Arrays.setAll(tokens, field -> reader.token(field, 0));
    step(state.hidden(), Optional.of(state.hidden()), tokens);
    state.addStep();
    return true;
  }

  @Override
  public float[] vector(LiveState state) {
    if (state.steps() == 0) {
      return new float[width()];
    }
    float[] after = new float[size()];
    step(after, Optional.of(state.hidden()), TokenVocabulary.END);
    return Arrays.copyOfRange(after, size() - width(), size());
  }

  private void step(float[] into, Optional<float[]> before, int everywhere) {
    int[] tokens = new int[reader.layout().width()];
    Arrays.fill(tokens, everywhere);
    step(into, before, tokens);
  }

  /** One step of all layers. */
  private void step(float[] into, Optional<float[]> before, int[] tokens) {
    int width = width();
    int[][] rows = new int[tokens.length][];
    Arrays.setAll(rows, field -> new int[] {tokens[field]});
    try (Graph graph = Graph.inference(replica)) {
      List<Variable> start = new ArrayList<>();
      before.ifPresent(from -> {
        MemorySegment.copy(from, 0, layers, ValueLayout.JAVA_FLOAT, 0, from.length);
        for (long layer = 0; layer < network.shape().layers(); layer++) {
          long bytes = (long) Float.BYTES * width;
          start.add(graph.input(layers.asSlice(layer * bytes, bytes), 1, width));
        }
      });
      List<Variable> after = network.advance(graph, ONE_STEP, network.embed(graph, rows), start);
      for (int layer = 0; layer < after.size(); layer++) {
        System.arraycopy(after.get(layer).toFloats(), 0, into, layer * width, width);
      }
    }
  }

  @Override
  public LiveState read(byte[] bytes) {
    return LiveState.read(
        bytes,
        begin(),
        columns -> {
          throw new IllegalStateException("tokens have no state of columns");
        });
  }

  @Override
  public void close() {
    replica.close();
    arena.close();
  }

  /** A sequence of one event of another. */
  private static final class OneEvent implements EventSequence {
    private EventSequence events = this;
    private int at;

    OneEvent of(EventSequence newEvents, int i) {
      events = newEvents;
      at = i;
      return this;
    }

    @Override
    public long clientId() {
      return events.clientId();
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public long timeMicros(int i) {
      return events.timeMicros(at);
    }

    @Override
    public int type(int i) {
      return events.type(at);
    }

    @Override
    public int code(int field, int i) {
      return events.code(field, at);
    }

    @Override
    public double number(int field, int i) {
      return events.number(field, at);
    }
  }
}
