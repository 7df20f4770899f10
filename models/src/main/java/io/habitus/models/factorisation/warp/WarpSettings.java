package io.habitus.models.factorisation.warp;

import io.habitus.models.Parameters;
import java.util.Map;

/**
 * How the factors are learned.
 *
 * @param components of a client and of an item
 * @param epochs passes over the positive cells
 * @param rate Adagrad's learning rate
 * @param tries negatives that are looked at for a positive, at most
 */
public record WarpSettings(int components, int epochs, double rate, int tries) {

  void addTo(Map<String, String> parameters) {
    parameters.put("components", Integer.toString(components));
    parameters.put("epochs", Integer.toString(epochs));
    parameters.put("learning-rate", Double.toString(rate));
    parameters.put("max-sampled", Integer.toString(tries));
  }

  static WarpSettings of(Parameters parameters) {
    return new WarpSettings(
        parameters.integer("components", 1, 1024),
        parameters.integer("epochs", 1, 100_000),
        parameters.number("learning-rate", 1e-9, 10),
        parameters.integer("max-sampled", 1, 1_000_000));
  }
}
