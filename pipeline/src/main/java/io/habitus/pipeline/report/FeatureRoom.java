package io.habitus.pipeline.report;

import io.habitus.core.run.RunContext;
import java.nio.file.Path;

/**
 * About how much a folder about a sparse autoencoder takes, known before it is trained: its
 * weights, and the pages of {@link FeaturePages}.
 *
 * @param features width of the code
 * @param width of the vectors
 */
public record FeatureRoom(int features, int width) {
  /** Of a feature's page, its row in the index and its share of report.json: 18 to 45 kB seen. */
  private static final long PAGE_BYTES = 45_000;

  /** Of the index without its rows, report.json, the card and provenance. */
  private static final long FOLDER_BYTES = 200_000;

  public long bytes() {
    long directions = 2L * features * width; // into the code and back
    long biases = 2L * (features + width); // with the vectors' scaling
    return Float.BYTES * (directions + biases) + features * PAGE_BYTES + FOLDER_BYTES;
  }

  /**
   * Fails where the folder does not fit on its disk.
   *
   * @throws io.habitus.core.problem.InputException that says how much is needed and how much there
   *     is
   */
  public void require(Path folder, RunContext context) {
    context.disk().require(folder, bytes());
  }
}
