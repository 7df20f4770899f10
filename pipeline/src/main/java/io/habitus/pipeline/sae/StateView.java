package io.habitus.pipeline.sae;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.json.Json;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.steer.HiddenStates;
import io.habitus.recommend.sequential.Layer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Which hidden states are looked at, and whose attributes are looked for in them.
 *
 * @param layer that gives the states
 * @param about the item whose attributes features are compared with
 */
public record StateView(Layer layer, About about) {
  static final String LAYER = "layer";

  /** Last states, compared with the newest item that they have read. */
  public static final StateView DEFAULT = new StateView(Layer.OUTPUT, About.NEWEST);

  /** An item beside a state. */
  public enum About {
    /** The newest that the state has read: what it remembers. */
    NEWEST,
    /** The one that came next: what it foresees. */
    NEXT;

    /** As an option. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    int[] items(HiddenStates states) {
      return switch (this) {
        case NEWEST -> states.items();
        case NEXT -> states.next();
      };
    }
  }

  /**
   * The layer that an autoencoder was trained on, by its card; the last states if it says nothing.
   *
   * @param folder of the autoencoder
   */
  public static Layer layerOf(Path folder) {
    Path card = folder.resolve(SparseAutoencoder.CARD);
    if (!Files.exists(card)) {
      return Layer.OUTPUT;
    }
    return Layer.parse(Json.read(card, JsonNode.class).path(LAYER).asText(Layer.OUTPUT.text()));
  }
}
