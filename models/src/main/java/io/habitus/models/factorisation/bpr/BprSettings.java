package io.habitus.models.factorisation.bpr;

import io.habitus.models.Parameters;
import java.util.Map;

/**
 * How the factors are learned.
 *
 * @param factors of a client and of an item
 * @param rate learning rate
 * @param regularisation λ
 * @param iterations passes; each draws as many pairs as there are cells
 * @param weighted whether a cell counts by its value and sign; else every cell is one positive
 */
public record BprSettings(
    int factors, double rate, double regularisation, int iterations, boolean weighted) {
  private static final String BINARY = "binary";
  private static final String WEIGHTED = "weighted";

  void addTo(Map<String, String> parameters) {
    parameters.put("factors", Integer.toString(factors));
    parameters.put("learning-rate", Double.toString(rate));
    parameters.put("regularisation", Double.toString(regularisation));
    parameters.put("iterations", Integer.toString(iterations));
    parameters.put("variant", weighted ? WEIGHTED : BINARY);
  }

  static BprSettings of(Parameters parameters) {
    return new BprSettings(
        parameters.integer("factors", 1, 2048),
        parameters.number("learning-rate", 1e-9, 10),
        parameters.number("regularisation", 0, 10),
        parameters.integer("iterations", 1, 1_000_000),
        parameters.choice("variant", BINARY, WEIGHTED).equals(WEIGHTED));
  }
}
