package io.habitus.models.sequence;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is saved of a fitted model beside its weights, scalers and layout.
 *
 * @param inputs columns of an event that is read
 * @param outputs columns of an event that is decoded; 0 where none is
 * @param heads labels of each task that the network has a head for, by the head's name
 * @param schema name of the schema
 * @param learnedUntil no event at or after this instant was seen
 * @param clients that were learned from
 * @param steps of the optimiser
 * @param losses mean training loss of each epoch
 */
public record SequenceState(
    int inputs,
    int outputs,
    SortedMap<String, Integer> heads,
    String schema,
    Instant learnedUntil,
    long clients,
    long steps,
    List<Double> losses) {

  public SequenceState {
    heads = new TreeMap<>(heads);
    losses = List.copyOf(losses);
  }
}
