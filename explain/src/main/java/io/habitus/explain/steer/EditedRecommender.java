package io.habitus.explain.steer;

import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.sequential.FittedSequential;
import java.util.ArrayList;
import java.util.List;

/**
 * A recommender whose hidden states are changed before items are scored: steered, or seen through
 * an autoencoder. Measured and used as any other. Does not own the model.
 */
public final class EditedRecommender implements Recommender {
  private static final int AT_ONCE = 256;

  private final FittedSequential model;
  private final StateEdit edit;

  public EditedRecommender(FittedSequential model, StateEdit edit) {
    this.model = model;
    this.edit = edit;
  }

  @Override
  public String name() {
    return model.name() + ", edited";
  }

  @Override
  public ItemIndex items() {
    return model.items();
  }

  @Override
  public boolean ranks(int item) {
    return model.ranks(item);
  }

  @Override
  public Scorer scorer() {
    return new Scorer() {
      @Override
      public void score(List<int[]> histories, Row row) {
        for (int from = 0; from < histories.size(); from += AT_ONCE) {
          int until = Math.min(histories.size(), from + AT_ONCE);
          some(histories.subList(from, until), from, row);
        }
      }

      @Override
      public void close() {}
    };
  }

  private void some(List<int[]> histories, int first, Row row) {
    float[][] states = model.hidden(histories);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      if (states[i] != null) {
        places.add(i);
      }
    }
    int width = model.width();
    float[] all = new float[places.size() * width];
    for (int n = 0; n < places.size(); n++) {
      System.arraycopy(states[places.get(n)], 0, all, n * width, width);
    }
    edit.apply(all, places.size());
    float[][] edited = new float[places.size()][];
    for (int n = 0; n < edited.length; n++) {
      edited[n] = java.util.Arrays.copyOfRange(all, n * width, (n + 1) * width);
    }
    model.scores(edited, (n, scores, at) -> row.take(first + places.get(n), scores, at));
  }

  @Override
  public void close() {}
}
