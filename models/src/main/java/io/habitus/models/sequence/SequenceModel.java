package io.habitus.models.sequence;

import io.habitus.engine.graph.WeightPlan;
import io.habitus.features.event.SequenceSettings;
import io.habitus.models.ProfileModel;
import io.habitus.models.UnseenClients;

/** A profile model that reads the unified event sequence. */
public interface SequenceModel extends ProfileModel {
  SequenceOptions options();

  /** How it is trained, and in which precision it computes. */
  TrainingOptions training();

  /** The rules of the sequence that it reads. */
  SequenceSettings settings();

  /** Declares the network of a model that was fitted. */
  SequenceEncoder network(WeightPlan plan, SequenceState state);

  @Override
  default UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }
}
