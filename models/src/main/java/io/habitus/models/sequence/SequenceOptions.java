package io.habitus.models.sequence;

import io.habitus.core.problem.UsageException;
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
 * @param recountTables {@code tables}: {@code recount} over each window that is embedded, or {@code
 *     fitted}: those of the training window, for data of the same store; it needs the causal layout
 *     and fitted scalers
 * @param earlierDays {@code earlier-days}: events of so many days before the end are not learned
 *     from: a first-phase model. All of them are embedded
 */
public record SequenceOptions(
    Outlook layout,
    int weeks,
    int maxEvents,
    boolean refitScalers,
    boolean recountTables,
    int earlierDays) {
  private static final String REFIT = "refit";
  private static final String FITTED = "fitted";
  private static final String RECOUNT = "recount";
  private static final String RETROSPECTIVE = "retrospective";
  private static final String CAUSAL = "causal";

  /** Adds the published defaults; {@code max-events} is ours. */
  public static void addDefaults(Map<String, String> defaults, SequenceSettings published) {
    defaults.put("layout", RETROSPECTIVE);
    defaults.put("weeks", Integer.toString(published.weeks()));
    defaults.put("max-events", "512");
    defaults.put("scalers", REFIT);
    defaults.put("tables", RECOUNT);
    defaults.put("earlier-days", "0");
  }

  public SequenceOptions {
    if (!recountTables && (refitScalers || layout != Outlook.CAUSAL)) {
      throw new UsageException(
          "tables=fitted needs layout=causal and scalers=fitted: without them, rows depend on the"
              + " window that is embedded all the same");
    }
  }

  /** Whether rows of a client depend on nothing but the client's events up to each. */
  public boolean fixedTables() {
    return !recountTables;
  }

  public static SequenceOptions of(Parameters parameters) {
    boolean causal = parameters.choice("layout", RETROSPECTIVE, CAUSAL).equals(CAUSAL);
    return new SequenceOptions(
        causal ? Outlook.CAUSAL : Outlook.RETROSPECTIVE,
        parameters.integer("weeks", 0, 520),
        parameters.integer("max-events", 1, 65_536),
        parameters.choice("scalers", REFIT, FITTED).equals(REFIT),
        parameters.choice("tables", RECOUNT, FITTED).equals(RECOUNT),
        parameters.integer("earlier-days", 0, 36_500));
  }

  /** The parameters as text; {@link #of} reads them back. */
  public void describe(SortedMap<String, String> into) {
    into.put("layout", layout == Outlook.CAUSAL ? CAUSAL : RETROSPECTIVE);
    into.put("weeks", Integer.toString(weeks));
    into.put("max-events", Integer.toString(maxEvents));
    into.put("scalers", refitScalers ? REFIT : FITTED);
    into.put("tables", recountTables ? RECOUNT : FITTED);
    into.put("earlier-days", Integer.toString(earlierDays));
  }

  /** Published rules with this layout and these weeks. */
  public SequenceSettings settings(SequenceSettings published) {
    SequenceSettings settings = published.withWeeks(weeks);
    return layout == Outlook.CAUSAL ? settings.causal() : settings;
  }
}
