package io.habitus.pipeline.step;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Written into a step's folder when it is complete, as {@value #FILE}.
 *
 * @param key what the result depends on
 * @param started when the step began
 * @param seconds that it took
 * @param files path below the folder → size and time of last change, as left by the step
 */
record StepRecord(StepKey key, Instant started, double seconds, SortedMap<String, Written> files) {
  static final String FILE = "step.json";

  StepRecord {
    files = new TreeMap<>(files);
  }

  /**
   * A file as the step left it.
   *
   * @param bytes its size
   * @param modifiedMillis time of its last change
   */
  record Written(long bytes, long modifiedMillis) {}
}
