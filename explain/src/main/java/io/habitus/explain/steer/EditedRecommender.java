package io.habitus.explain.steer;

import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Layer;

/**
 * A recommender whose hidden states are changed on their way: steered, or seen through an
 * autoencoder. Measured and used as any other. Does not own the model.
 */
public final class EditedRecommender implements Recommender {
  private final FittedSequential model;
  private final Layer layer;
  private final StateEdit edit;

  /** With changed last states. */
  public EditedRecommender(FittedSequential model, StateEdit edit) {
    this(model, Layer.OUTPUT, edit);
  }

  /** With states changed after a layer, at every item of a history. */
  public EditedRecommender(FittedSequential model, Layer layer, StateEdit edit) {
    this.model = model;
    this.layer = layer;
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
  public ContextCodes contextOf(Interactions data) {
    return model.contextOf(data);
  }

  @Override
  public Scorer scorer() {
    return model.scorer(layer, edit::apply);
  }

  @Override
  public void close() {}
}
