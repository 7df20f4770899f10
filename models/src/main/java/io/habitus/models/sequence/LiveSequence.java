package io.habitus.models.sequence;

import io.habitus.core.store.EventSequence;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weights;
import io.habitus.features.event.CausalStep;
import io.habitus.features.event.EventFeatures;
import io.habitus.models.live.LiveProfiles;
import io.habitus.models.live.LiveState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** A recurrent encoder over causal columns, event by event. */
final class LiveSequence implements LiveProfiles {
  private final RecurrentEncoder encoder;
  private final EventFeatures features;
  private final CausalStep columns;
  private final long model;
  private final Replica replica;
  private final Arena arena = Arena.ofShared();
  private final float[] values; // (columns)
  private final MemorySegment row; // (1, columns)
  private final MemorySegment hidden; // (1, state)

  /**
   * Nothing read yet.
   *
   * @param features of the causal layout
   * @param model identity of the model
   */
  LiveSequence(RecurrentEncoder encoder, Weights weights, EventFeatures features, long model) {
    this.encoder = encoder;
    this.features = features;
    this.columns = features.causalStep();
    this.model = model;
    this.replica = Replica.forInference(weights);
    this.values = new float[features.width()];
    this.row = arena.allocate(ValueLayout.JAVA_FLOAT, values.length);
    this.hidden = arena.allocate(ValueLayout.JAVA_FLOAT, encoder.stateWidth());
  }

  @Override
  public int width() {
    return encoder.width();
  }

  @Override
  public LiveState begin() {
    return new LiveState(model, encoder.stateWidth(), Optional.of(features.newState()));
  }

  @Override
  public boolean advance(LiveState state, EventSequence events, int i) {
    state.moveTo(events.timeMicros(i));
    if (!columns.advance(state.causal().orElseThrow(), events, i, values, 0)) {
      return false;
    }
    MemorySegment.copy(values, 0, row, ValueLayout.JAVA_FLOAT, 0, values.length);
    try (Graph graph = Graph.inference(replica)) {
      Variable before = state.steps() == 0 ? null : hidden(graph, state);
      Variable after = encoder.advance(graph, graph.input(row, 1, values.length), before);
      System.arraycopy(after.toFloats(), 0, state.hidden(), 0, state.hidden().length);
    }
    state.addStep();
    return true;
  }

  @Override
  public float[] vector(LiveState state) {
    if (state.steps() == 0) {
      return new float[width()];
    }
    try (Graph graph = Graph.inference(replica)) {
      return encoder.vector(graph, hidden(graph, state)).toFloats();
    }
  }

  private Variable hidden(Graph graph, LiveState state) {
    float[] from = state.hidden();
    MemorySegment.copy(from, 0, hidden, ValueLayout.JAVA_FLOAT, 0, from.length);
    return graph.input(hidden, 1, from.length);
  }

  @Override
  public LiveState read(byte[] bytes) {
    return LiveState.read(bytes, begin(), features::readState);
  }

  @Override
  public void close() {
    replica.close();
    arena.close();
  }
}
