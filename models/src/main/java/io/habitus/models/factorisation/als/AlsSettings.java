package io.habitus.models.factorisation.als;

import io.habitus.models.Parameters;
import java.util.Map;

/**
 * How the factors are learned.
 *
 * @param factors of a client and of an item
 * @param iterations of clients, then items
 * @param regularisation λ
 * @param steps of conjugate gradients per half-iteration
 */
public record AlsSettings(int factors, int iterations, double regularisation, int steps) {

  void addTo(Map<String, String> parameters) {
    parameters.put("factors", Integer.toString(factors));
    parameters.put("iterations", Integer.toString(iterations));
    parameters.put("regularisation", Double.toString(regularisation));
    parameters.put("steps", Integer.toString(steps));
  }

  static AlsSettings of(Parameters parameters) {
    return new AlsSettings(
        parameters.integer("factors", 1, 1024),
        parameters.integer("iterations", 1, 100_000),
        parameters.number("regularisation", 1e-9, 1e6),
        parameters.integer("steps", 1, 1000));
  }
}
