package io.habitus.recommend.experiment;

import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.recommend.metrics.RankingResult;
import io.habitus.recommend.sequential.ItemVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A statement that an experiment tests, and what its numbers say.
 *
 * @param statement in words
 * @param verdict on this data set and these fits
 * @param because the numbers, in words
 */
public record Claim(String statement, Verdict verdict, String because) {
  /**
   * Quality is kept where even the lower end of the difference's interval is a loss of less than
   * this share.
   */
  private static final double ROOM = 0.1;

  private static final String MEASURE = "NDCG@10";

  /** What may be said of a claim. */
  public enum Verdict {
    HOLDS("holds"),
    DOES_NOT_HOLD("does not hold"),
    NOT_SHOWN("not shown");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** In words. */
    public String text() {
      return text;
    }

    /** Of a claim that has two parts. */
    private Verdict and(Verdict other) {
      return this == HOLDS || other == DOES_NOT_HOLD ? other : this;
    }
  }

  /**
   * What a report's comparisons say, of its reference against each other model over all cases. In a
   * cold-start experiment the claim of arXiv 2507.19473 comes first: content with a bounded δ is
   * better than frozen and than fine-tuned content over all cases, and keeps what frozen content is
   * worth where the right item is cold.
   *
   * @return none where nothing was compared
   */
  public static List<Claim> of(ExperimentReport report) {
    List<Claim> claims = new ArrayList<>();
    if (ItemVectors.maxDeltaNorm(report.reference()).isPresent()) {
      ofDelta(report).ifPresent(claims::addAll);
    }
    report.rows().stream()
        .map(ExperimentReport.Row::model)
        .filter(model -> !model.equals(report.reference()))
        .filter(model -> claims.isEmpty() || !isContent(model))
        .forEach(model -> better(report, model).ifPresent(claims::add));
    return claims;
  }

  private static boolean isContent(String model) {
    return model.equals(ItemVectors.FROZEN) || model.equals(ItemVectors.FINE_TUNED);
  }

  private static Optional<List<Claim>> ofDelta(ExperimentReport report) {
    Optional<Claim> frozen = better(report, ItemVectors.FROZEN);
    Optional<Claim> fineTuned = better(report, ItemVectors.FINE_TUNED);
    if (frozen.isEmpty() || fineTuned.isEmpty()) {
      return Optional.empty();
    }
    Claim kept = kept(report);
    Claim whole =
        new Claim(
            report.reference()
                + " beats frozen and fine-tuned content over all cases and keeps the quality of"
                + " frozen content for cold items",
            frozen.get().verdict.and(fineTuned.get().verdict).and(kept.verdict),
            "the next three together");
    return Optional.of(List.of(whole, frozen.get(), fineTuned.get(), kept));
  }

  private static Optional<Claim> better(ExperimentReport report, String other) {
    return report
        .comparison(other, RankingResult.ALL)
        .map(difference ->
            new Claim(
                report.reference() + " beats " + other + " over all cases",
                switch (difference.claim()) {
                  case BETTER -> Verdict.HOLDS;
                  case WORSE -> Verdict.DOES_NOT_HOLD;
                  case NO_DIFFERENCE_SHOWN -> Verdict.NOT_SHOWN;
                },
                numbers(difference)));
  }

  private static Claim kept(ExperimentReport report) {
    String statement = report.reference() + " is as good as frozen content where items are cold";
    Optional<PairedDifference> found = report.comparison(ItemVectors.FROZEN, RankingResult.COLD);
    OptionalDouble frozen =
        report.group(ItemVectors.FROZEN, RankingResult.COLD).stream()
            .mapToDouble(group -> group.value(MEASURE))
            .findFirst();
    if (found.isEmpty() || frozen.isEmpty()) {
      return new Claim(statement, Verdict.NOT_SHOWN, "no case has a cold right item");
    }
    PairedDifference difference = found.get();
    double room = Math.max(0, -difference.interval().low()) / frozen.getAsDouble();
    Verdict verdict =
        switch (difference.claim()) {
          case WORSE -> Verdict.DOES_NOT_HOLD;
          case BETTER -> Verdict.HOLDS;
          case NO_DIFFERENCE_SHOWN -> room < ROOM ? Verdict.HOLDS : Verdict.NOT_SHOWN;
        };
    String rest =
        switch (difference.claim()) {
          case WORSE, BETTER -> "";
          case NO_DIFFERENCE_SHOWN ->
              frozen.getAsDouble() > 0
                  ? String.format(
                      Locale.ROOT,
                      "; that leaves room for a loss of %.0f %% of frozen content's %.4f",
                      100 * room,
                      frozen.getAsDouble())
                  : "; frozen content finds none";
        };
    return new Claim(statement, verdict, numbers(difference) + rest);
  }

  private static String numbers(PairedDifference difference) {
    return String.format(
            Locale.ROOT,
            "%s %+.4f (%+.4f to %+.4f)",
            MEASURE,
            difference.difference(),
            difference.interval().low(),
            difference.interval().high())
        .replace('-', '−');
  }
}
