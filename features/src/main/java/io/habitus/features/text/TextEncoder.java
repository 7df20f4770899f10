package io.habitus.features.text;

import io.habitus.core.run.RunContext;
import java.util.List;

/**
 * Makes vectors of texts. A vector depends on its text and on {@link #id} alone, not on the texts
 * beside it or on the number of threads. Safe to use from several threads.
 */
public interface TextEncoder extends AutoCloseable {
  /** Which encoder this is, down to its weights: vectors of equal ids may be compared. */
  String id();

  /** Columns of a vector. */
  int width();

  /**
   * A vector for each text, (texts, {@link #width}).
   *
   * @param texts any, empty ones too; what is beyond an encoder's length is not read
   */
  float[][] encode(List<String> texts, RunContext context);

  @Override
  void close();
}
