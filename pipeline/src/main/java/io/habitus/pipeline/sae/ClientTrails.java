package io.habitus.pipeline.sae;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.explain.client.ClientHistories;
import io.habitus.explain.client.ClientHistory;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.pipeline.report.Trail;
import io.habitus.pipeline.report.Trails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;

/**
 * What the clients did whose profiles have a feature most.
 *
 * @param histories of those clients, by id
 * @param clients id of a row of the vectors that were looked at
 * @param names of those rows
 */
record ClientTrails(
    Map<Long, ClientHistory> histories, IntToLongFunction clients, List<String> names)
    implements Trails {

  /** Reads the histories that the pages will show. */
  static ClientTrails of(
      Histories input,
      IntToLongFunction clients,
      List<String> names,
      Interpretation found,
      RunContext context) {
    Set<Long> shown =
        found.features().stream()
            .flatMap(feature -> Strongest.of(feature, row -> row).stream())
            .map(each -> clients.applyAsLong(each.row()))
            .collect(Collectors.toSet());
    return new ClientTrails(
        ClientHistories.of(input, shown, Strongest.STEPS, context), clients, names);
  }

  @Override
  public String note() {
    return "What the clients did before the cut-off whose profiles have the feature most: how much"
        + " in all, and their newest events, oldest first. A profile is of all events together, so"
        + " no event has an activation of its own.";
  }

  @Override
  public List<Trail> of(FeatureFacts feature) {
    List<Trail> trails = new ArrayList<>();
    for (FeatureFacts.Top strong : Strongest.of(feature, row -> row)) {
      ClientHistory history = histories.get(clients.applyAsLong(strong.row()));
      if (history != null) {
        trails.add(trail(strong, history));
      }
    }
    return trails;
  }

  private Trail trail(FeatureFacts.Top strong, ClientHistory history) {
    return new Trail(
        names.get(strong.row()),
        strong.activation(),
        history.summary(),
        history.newest().stream()
            .map(event -> new Trail.Step(event.what(), event.when(), 0))
            .toList());
  }
}
