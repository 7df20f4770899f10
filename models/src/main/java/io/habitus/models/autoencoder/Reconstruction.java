package io.habitus.models.autoencoder;

import java.util.List;

/**
 * How much of histories can be read back from their vectors alone: at each step the decoder is
 * given nothing but the vector and what it wrote itself.
 *
 * @param clients whose histories were written down again
 * @param unseen how many of them the model was not fitted on
 * @param steps of all of them; a step is an event, or a code of an item
 * @param whole share of clients whose history is right in every field of every step, its length
 *     included
 * @param length share of clients whose end comes at the right step in every field, and not before
 * @param fields by field
 * @param examples some histories beside what was read back
 */
public record Reconstruction(
    int clients,
    int unseen,
    long steps,
    double whole,
    double length,
    List<FieldAccuracy> fields,
    List<Example> examples) {

  public Reconstruction {
    fields = List.copyOf(fields);
    examples = List.copyOf(examples);
  }

  /**
   * Of one field.
   *
   * @param name of the field
   * @param accuracy share of steps with the right token
   * @param mostFrequent share of steps that the field's most frequent token would get right: what
   *     knowing nothing of the client reaches
   * @param positions accuracy by position
   */
  public record FieldAccuracy(
      String name, double accuracy, double mostFrequent, List<PositionAccuracy> positions) {
    public FieldAccuracy {
      positions = List.copyOf(positions);
    }
  }

  /**
   * Of steps [from, until) of each history, counted from its first one that was read.
   *
   * @param steps how many there are
   * @param accuracy share of them with the right token
   */
  public record PositionAccuracy(int from, int until, long steps, double accuracy) {}

  /**
   * One history.
   *
   * @param clientId the client, for those who may see it
   * @param unseen whether the model was not fitted on it
   * @param steps in order of time
   */
  public record Example(long clientId, boolean unseen, List<Step> steps) {
    public Example {
      steps = List.copyOf(steps);
    }
  }

  /**
   * One step of an example: a text for each field.
   *
   * @param real what happened
   * @param readBack what the decoder wrote
   */
  public record Step(List<String> real, List<String> readBack) {
    public Step {
      real = List.copyOf(real);
      readBack = List.copyOf(readBack);
    }
  }
}
