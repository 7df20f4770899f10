package io.habitus.pipeline.report;

import io.habitus.explain.interpret.Driver;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.sae.Fidelity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the columns of profiles mean: features beside columns, names, and what comes afterwards. */
final class ProfileFeaturesPart {
  private static final int NAMES = 12;
  private static final int DRIVERS = 24;

  private ProfileFeaturesPart() {}

  static List<Html> of(ReportData data) {
    if (data.explained().isEmpty()) {
      return List.of();
    }
    Html part =
        Part.of(
            "features",
            "What the columns mean",
            Part.note(
                "A sparse autoencoder of each set of profiles. Features are compared with what"
                    + " clients did before the cut-off; names are chosen on one half of the"
                    + " clients, numbers are of the other. Clear: an AUROC of at least 0.75 on"
                    + " both, and more than any column reaches on permuted attributes."));
    data.explained().forEach(each -> part.add(profiles(each)));
    return List.of(part);
  }

  private static List<Html> profiles(ProfileFeatures found) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h3", found.profiles()));
    parts.add(Html.of("p", sentence(found)));
    parts.add(
        Html.of(
            "p",
            Html.of("a", "A page for each feature")
                .attr("href", "features/" + found.profiles() + "/index.html")));
    parts.add(ClarityTable.of(found.interpretation().clarity()));
    parts.addAll(names(found.interpretation().named()));
    parts.addAll(drivers(found.interpretation().drivers()));
    return parts;
  }

  private static String sentence(ProfileFeatures found) {
    return String.format(
        Locale.ROOT,
        "%,d features (%s) of %,d columns: %.1f active in a vector, %d in none, %s of the"
            + " variance explained; %d names are sure, %d likely, %d guesses.",
        found.features(),
        found.sparsity(),
        found.width(),
        found.fidelity().activeFeatures(),
        found.fidelity().deadFeatures(),
        Fidelity.percent(found.fidelity().explainedVariance()),
        found.interpretation().named(FeatureName.Sureness.SURE),
        found.interpretation().named(FeatureName.Sureness.LIKELY),
        found.interpretation().named(FeatureName.Sureness.GUESS));
  }

  private static List<Html> names(List<FeatureFacts> named) {
    if (named.isEmpty()) {
      return List.of(Part.note("No feature detects an attribute beyond chance."));
    }
    return List.of(Html.of("h4", "The surest names"), NamesTable.of(named, NAMES));
  }

  private static List<Html> drivers(List<Driver> drivers) {
    if (drivers.isEmpty()) {
      return List.of();
    }
    List<Html> part =
        new ArrayList<>(List.of(Html.of("h4", "Which features go with what comes afterwards")));
    List<Driver> clearest =
        drivers.stream()
            .sorted(Comparator.comparingDouble((Driver each) -> -Math.abs(each.auroc() - 0.5)))
            .limit(DRIVERS)
            .toList();
    part.addAll(DriversTable.of(clearest, feature -> feature));
    return part;
  }
}
