package io.habitus.models.audit;

import java.util.List;
import java.util.Locale;

/** What an audit found. Only {@link Passed} is a pass. */
public sealed interface AuditResult {

  /** One sentence for people. */
  String sentence();

  default boolean passed() {
    return this instanceof Passed;
  }

  /**
   * The same bits, whatever happened from the cut-off on.
   *
   * @param clients that were compared
   * @param columns of their vectors
   * @param alterations of the log that were tried
   */
  record Passed(int clients, int columns, List<String> alterations) implements AuditResult {
    public Passed {
      alterations = List.copyOf(alterations);
    }

    @Override
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "passed: %,d vectors of %d columns have the same bits with events from the cut-off on %s",
          clients,
          columns,
          String.join(" and ", alterations));
    }
  }

  /**
   * The vectors depend on events from the cut-off on.
   *
   * @param alteration of the log that changed them
   * @param difference the first one found
   */
  record Leaking(String alteration, String difference) implements AuditResult {
    @Override
    public String sentence() {
      return "LEAK: with events from the cut-off on " + alteration + ", " + difference;
    }
  }

  /**
   * The model does not make these vectors again, so nothing can be said about them.
   *
   * @param difference the first one found
   */
  record NotReproduced(String difference) implements AuditResult {
    @Override
    public String sentence() {
      return "FAILED: the model that is named does not make these vectors: " + difference;
    }
  }

  /**
   * Nobody knows how the vectors were made.
   *
   * @param reason what is missing
   */
  record Unverified(String reason) implements AuditResult {
    @Override
    public String sentence() {
      return "unverified: " + reason;
    }
  }
}
