package io.habitus.models.factorisation.matrix;

import io.habitus.core.schema.Schema;
import io.habitus.models.Parameters;
import java.util.Map;

/**
 * What an event adds to its cell; 0 leaves events of the type out, they make no cell.
 *
 * @param buy of the schema's target event
 * @param add of {@code add_to_cart}
 * @param remove of {@code remove_from_cart}
 * @param visit of {@code page_visit}
 */
public record EventWeights(double buy, double add, double remove, double visit) {
  private static final double MOST = 1e6;

  /** Adds these as defaults of parameters. */
  public void addTo(Map<String, String> parameters) {
    parameters.put("buy-weight", Double.toString(buy));
    parameters.put("add-weight", Double.toString(add));
    parameters.put("remove-weight", Double.toString(remove));
    parameters.put("visit-weight", Double.toString(visit));
  }

  /** As parameters give them. */
  public static EventWeights of(Parameters parameters) {
    return new EventWeights(
        parameters.number("buy-weight", -MOST, MOST),
        parameters.number("add-weight", -MOST, MOST),
        parameters.number("remove-weight", -MOST, MOST),
        parameters.number("visit-weight", -MOST, MOST));
  }

  /** (event types) the weight of each. */
  float[] byType(Schema schema) {
    float[] weights = new float[schema.eventTypes().size()];
    for (int type = 0; type < weights.length; type++) {
      String name = schema.eventTypes().get(type).name();
      double weight =
          switch (name) {
            case Schema.ADD -> add;
            case Schema.REMOVE -> remove;
            case Schema.VISIT -> visit;
            default -> 0;
          };
      weights[type] = (float) (name.equals(schema.targetEvent()) ? buy : weight);
    }
    return weights;
  }
}
