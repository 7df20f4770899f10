package io.habitus.models.sequence;

import io.habitus.features.event.Outlook;
import io.habitus.features.event.SequenceSettings;
import io.habitus.models.Parameters;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a model of this family reads.
 *
 * @param layout {@code layout}: {@code retrospective} as published, or {@code causal}
 * @param weeks {@code weeks}: weekly columns of a visit
 * @param maxEvents {@code max-events}: rows of a client, at most: its newest
 * @param refitScalers {@code scalers}: {@code refit} on each window that is embedded, as published,
 *     or {@code fitted} on the training window once, which is what a service needs
 * @param earlierDays {@code earlier-days}: events of so many days before the end are not learned
 *     from: a first-phase model. All of them are embedded
 */
public record SequenceOptions(
    Outlook layout, int weeks, int maxEvents, boolean refitScalers, int earlierDays) {
  private static final String REFIT = "refit";
  private static final String FITTED = "fitted";
  private static final String RETROSPECTIVE = "retrospective";
  private static final String CAUSAL = "causal";

  /** Adds the published defaults; {@code max-events} is ours. */
  public static void addDefaults(Map<String, String> defaults, SequenceSettings published) {
    defaults.put("layout", RETROSPECTIVE);
    defaults.put("weeks", Integer.toString(published.weeks()));
    defaults.put("max-events", "512");
    defaults.put("scalers", REFIT);
    defaults.put("earlier-days", "0");
  }

  public static SequenceOptions of(Parameters parameters) {
    boolean causal = parameters.choice("layout", RETROSPECTIVE, CAUSAL).equals(CAUSAL);
    return new SequenceOptions(
        causal ? Outlook.CAUSAL : Outlook.RETROSPECTIVE,
        parameters.integer("weeks", 0, 520),
        parameters.integer("max-events", 1, 65_536),
        parameters.choice("scalers", REFIT, FITTED).equals(REFIT),
        parameters.integer("earlier-days", 0, 36_500));
  }

  /** The parameters as text; {@link #of} reads them back. */
  public void describe(SortedMap<String, String> into) {
    into.put("layout", layout == Outlook.CAUSAL ? CAUSAL : RETROSPECTIVE);
    into.put("weeks", Integer.toString(weeks));
    into.put("max-events", Integer.toString(maxEvents));
    into.put("scalers", refitScalers ? REFIT : FITTED);
    into.put("earlier-days", Integer.toString(earlierDays));
  }

  /** Published rules with this layout and these weeks. */
  public SequenceSettings settings(SequenceSettings published) {
    SequenceSettings settings = published.withWeeks(weeks);
    return layout == Outlook.CAUSAL ? settings.causal() : settings;
  }
}
