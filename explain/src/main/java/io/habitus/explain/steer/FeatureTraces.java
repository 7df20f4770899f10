package io.habitus.explain.steer;

import io.habitus.core.array.IntList;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.SparseCodes;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks back from hidden states into the histories that led to them.
 *
 * @param layer whose states the autoencoder was trained on
 * @param partition whose training parts are read
 */
public record FeatureTraces(
    FittedSequential model, Layer layer, Partition partition, SparseAutoencoder autoencoder) {

  /**
   * The newest items before some states, each with the state that the recommender had then. Items
   * that the model does not rank are passed over, as it does.
   *
   * @param users whose histories
   * @param lengths (users) how many items of the user's training part the last state has read
   * @param most items of a history at most
   * @return (users)
   */
  public List<FeatureTrace> of(int feature, int[] users, int[] lengths, int most) {
    IntList whose = new IntList();
    IntList read = new IntList();
    IntList items = new IntList();
    int[] ends = new int[users.length];
    for (int i = 0; i < users.length; i++) {
      int[] training = partition.training(users[i]);
      for (int length : newest(training, lengths[i], most)) {
        whose.add(users[i]);
        read.add(length);
        items.add(training[length - 1]);
      }
      ends[i] = items.size();
    }
    float[] states = HiddenStates.after(model, layer, partition, whose.toArray(), read.toArray());
    SparseCodes codes = autoencoder.encode(states, items.size());
    List<FeatureTrace> traces = new ArrayList<>();
    for (int i = 0; i < users.length; i++) {
      int from = i == 0 ? 0 : ends[i - 1];
      float[] activations = new float[ends[i] - from];
      for (int n = 0; n < activations.length; n++) {
        activations[n] = codes.get(from + n, feature);
      }
      traces.add(
          new FeatureTrace(
              users[i], Arrays.copyOfRange(items.toArray(), from, ends[i]), activations));
    }
    return traces;
  }

  /** Beginnings of a history that end at an item that the model ranks, the longest of them. */
  private int[] newest(int[] training, int length, int most) {
    int[] found = new int[most];
    int at = most;
    for (int n = length; n > 0 && at > 0; n--) {
      if (model.ranks(training[n - 1])) {
        found[--at] = n;
      }
    }
    return Arrays.copyOfRange(found, at, most);
  }
}
