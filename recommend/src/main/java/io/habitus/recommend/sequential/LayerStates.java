package io.habitus.recommend.sequential;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.network.CausalTransformer;
import io.habitus.engine.network.Sequences;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The states of one layer: read, or changed before the layers after it go on with them. */
final class LayerStates {
  private final NextItemNetwork network;
  private final CausalTransformer transformer;
  private final Layer layer;
  private final int layers;

  LayerStates(NextItemNetwork network, Layer layer) {
    this.network = network;
    transformer = network.transformer();
    layers = transformer.shape().layers();
    this.layer = layer.within(layers);
  }

  /** The layer's state at the newest step of each sequence: (sequences, width) row-major. */
  float[] last(Graph graph, SequenceShard shard) {
    return layer.equals(Layer.OUTPUT)
        ? network.last(graph, shard).toFloats()
        : lastRows(shard.sequences(), through(graph, shard).toFloats());
  }

  /**
   * What comes out at the newest step of each sequence if the layer's states are changed at every
   * step: (sequences, width), after the last normalisation.
   *
   * @param arena of the result, which must live as long as the graph
   */
  Variable changed(Graph graph, Arena arena, SequenceShard shard, StateChange change) {
    Sequences sequences = shard.sequences();
    if (layer.equals(Layer.OUTPUT)) {
      float[] states = network.last(graph, shard).toFloats();
      change.apply(states, sequences.size());
      return input(graph, arena, states, sequences.size());
    }
    float[] states = through(graph, shard).toFloats();
    change.apply(states, sequences.rows());
    Variable rest = input(graph, arena, states, sequences.rows()); // (rows, width)
    if (layer.depth() < layers) {
      rest = transformer.through(graph, sequences, rest, layer.depth(), layers);
    }
    float[] newest = lastRows(sequences, rest.toFloats());
    return transformer.normalised(graph, input(graph, arena, newest, sequences.size()));
  }

  private Variable through(Graph graph, SequenceShard shard) {
    Sequences sequences = shard.sequences();
    Variable x = transformer.positioned(graph, sequences, network.embed(graph, shard));
    return transformer.through(graph, sequences, x, 0, layer.depth());
  }

  private float[] lastRows(Sequences sequences, float[] rows) {
    int width = width();
    float[] newest = new float[sequences.size() * width];
    for (int i = 0; i < sequences.size(); i++) {
      System.arraycopy(rows, sequences.last(i) * width, newest, i * width, width);
    }
    return newest;
  }

  private Variable input(Graph graph, Arena arena, float[] values, int rows) {
    MemorySegment memory = arena.allocate(4L * values.length, 64);
    MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
    return graph.input(memory, rows, width());
  }

  private int width() {
    return transformer.shape().width();
  }
}
