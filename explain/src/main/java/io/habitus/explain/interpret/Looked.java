package io.habitus.explain.interpret;

import java.util.List;
import java.util.Optional;

/**
 * What is looked at.
 *
 * @param vectors (rows, width) row-major, as their source has them
 * @param units (rows) each vector's unit
 * @param questions at least one
 * @param terms words of the units' texts, where they have texts
 */
@SuppressWarnings("ArrayRecordComponent")
public record Looked(
    float[] vectors, int[] units, List<Question> questions, Optional<Attributes> terms) {
  public Looked {
    questions = List.copyOf(questions);
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("expected at least one question, found none");
    }
  }

  /** Of units without texts. */
  public Looked(float[] vectors, int[] units, List<Question> questions) {
    this(vectors, units, questions, Optional.empty());
  }
}
