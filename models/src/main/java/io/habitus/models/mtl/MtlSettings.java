package io.habitus.models.mtl;

import io.habitus.models.Parameters;
import java.util.Map;
import java.util.SortedMap;

/**
 * The network of MTL.
 *
 * @param hidden {@code hidden}: width of the GRU and of the attention over its outputs
 * @param latent {@code latent}: width of the vector
 * @param attentionHeads {@code attention-heads}
 * @param feedForward {@code feed-forward}: width inside the attention layer
 * @param block {@code block}: width inside the residual block
 * @param attentionDropout {@code attention-dropout}
 * @param blockDropout {@code block-dropout}
 * @param headDropout {@code head-dropout}
 */
public record MtlSettings(
    int hidden,
    int latent,
    int attentionHeads,
    int feedForward,
    int block,
    double attentionDropout,
    double blockDropout,
    double headDropout) {
  private static final double MOST_DROPOUT = 0.99;

  static MtlSettings of(Parameters parameters) {
    return new MtlSettings(
        parameters.integer("hidden", 1, 4_096),
        parameters.integer("latent", 1, 4_096),
        parameters.integer("attention-heads", 1, 64),
        parameters.integer("feed-forward", 1, 16_384),
        parameters.integer("block", 1, 16_384),
        parameters.number("attention-dropout", 0, MOST_DROPOUT),
        parameters.number("block-dropout", 0, MOST_DROPOUT),
        parameters.number("head-dropout", 0, MOST_DROPOUT));
  }

  void addTo(Map<String, String> parameters) {
    parameters.put("hidden", Integer.toString(hidden));
    parameters.put("latent", Integer.toString(latent));
    parameters.put("attention-heads", Integer.toString(attentionHeads));
    parameters.put("feed-forward", Integer.toString(feedForward));
    parameters.put("block", Integer.toString(block));
    parameters.put("attention-dropout", Double.toString(attentionDropout));
    parameters.put("block-dropout", Double.toString(blockDropout));
    parameters.put("head-dropout", Double.toString(headDropout));
  }

  void describe(SortedMap<String, String> into) {
    addTo(into);
  }
}
