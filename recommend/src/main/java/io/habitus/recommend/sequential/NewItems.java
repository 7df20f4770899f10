package io.habitus.recommend.sequential;

import io.habitus.core.problem.UsageException;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.Weights;
import io.habitus.recommend.content.ContentMap;
import io.habitus.recommend.data.ItemIndex;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Items that arrive after the fit. */
final class NewItems {
  private NewItems() {}

  /** A copy of the model with more items, in the order of their ids. */
  static FittedSequential added(FittedSequential model, Map<String, float[]> content) {
    ContentMap map =
        model
            .contentMap()
            .orElseThrow(() ->
                new UsageException(
                    "model "
                        + model.name()
                        + " knows no content, so a new item has no vector; fit it with content"));
    TreeMap<String, float[]> ordered = new TreeMap<>(content);
    List<String> ids = new ArrayList<>(model.items().ids());
    for (Map.Entry<String, float[]> item : ordered.entrySet()) {
      String id = item.getKey();
      if (model.items().find(id) >= 0) {
        throw new UsageException("item " + id + " is one of the model's already");
      }
      if (item.getValue().length != map.inputs()) {
        throw new UsageException(
            "item %s: expected content of %d columns, as the model was fitted with, found %d"
                .formatted(id, map.inputs(), item.getValue().length));
      }
      ids.add(id);
    }
    ContextTables tables = model.tables().withItems(ids.size());
    NextItemNetwork network =
        new NextItemNetwork(
            model.card().settings(), ids.size(), tables, NextItemNetwork.Bound.NONE);
    Weights weights = new Weights(network.plan(), model.card().seed());
    try {
      fill(model, network.table(), weights, map, ordered);
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
    int old = model.items().size();
    boolean[] known = Arrays.copyOf(model.known(), ids.size());
    Arrays.fill(known, old, known.length, true);
    int[] counts = Arrays.copyOf(model.counts(), ids.size());
    return new FittedSequential(
        model.card(),
        model.contentMap(),
        new ItemIndex(ids),
        counts,
        known,
        tables,
        network,
        weights);
  }

  private static void fill(
      FittedSequential model,
      Weight table,
      Weights into,
      ContentMap map,
      TreeMap<String, float[]> content) {
    for (Weight weight : into.all()) {
      MemorySegment from = model.weights().values(model.weights().named(weight.name()));
      into.values(weight).asSlice(0, from.byteSize()).copyFrom(from);
    }
    long bytes = 4L * model.width();
    long at = model.items().size() * bytes;
    for (float[] raw : content.values()) {
      into.values(table).asSlice(at, bytes).copyFrom(MemorySegment.ofArray(map.apply(raw)));
      at += bytes;
    }
  }
}
