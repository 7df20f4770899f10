package io.habitus.pipeline.sae;

import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.steer.FeatureTrace;
import io.habitus.explain.steer.FeatureTraces;
import io.habitus.explain.steer.HiddenStates;
import io.habitus.pipeline.report.Trail;
import io.habitus.pipeline.report.Trails;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The items before a recommender's strongest states.
 *
 * @param traces looks back
 * @param states that were looked at
 * @param asked whose clients and items they are
 * @param showIds whether clients are named
 */
record StateTrails(
    FeatureTraces traces,
    HiddenStates states,
    SaeRecommender asked,
    boolean showIds,
    RunContext context)
    implements Trails {

  @Override
  public String note() {
    return "The newest items of the histories in which the feature is strongest, oldest first, one"
        + " history of a client. The number is the feature's activation in the state after that"
        + " item, the shade its share of the largest: where it rises, the item switched it on.";
  }

  @Override
  public List<Trail> of(FeatureFacts feature) {
    context.checkStopped("writing pages of features");
    List<FeatureFacts.Top> strongest = Strongest.of(feature, row -> states.users()[row]);
    int[] users = strongest.stream().mapToInt(each -> states.users()[each.row()]).toArray();
    int[] lengths = strongest.stream().mapToInt(each -> states.lengths()[each.row()]).toArray();
    List<FeatureTrace> found = traces.of(feature.feature(), users, lengths, Strongest.STEPS);
    List<Trail> trails = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      String who = showIds ? asked.clientName(users[i]) : "history " + (i + 1);
      trails.add(
          new Trail(
              who, strongest.get(i).activation(), "", steps(found.get(i), feature.largest())));
    }
    return trails;
  }

  private List<Trail.Step> steps(FeatureTrace trace, double largest) {
    List<Trail.Step> steps = new ArrayList<>();
    for (int n = 0; n < trace.items().length; n++) {
      float activation = trace.activations()[n];
      steps.add(
          new Trail.Step(
              asked.items().names().get(trace.items()[n]),
              activation == 0 ? "off" : String.format(Locale.ROOT, "%.2f", activation),
              Math.clamp(activation / largest, 0, 1)));
    }
    return steps;
  }
}
