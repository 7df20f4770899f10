package io.habitus.features.event;

import java.util.Optional;

/**
 * The rules of a unified event sequence. The defaults are those of EmbedNBreakfast.
 *
 * @param outlook retrospective (as published) or all-causal
 * @param countScaling how counts are scaled
 * @param weeks weekly columns of a visit block: 21 for SRA, 17 for FIP and MTL, 4 for FIP's target
 * @param clusters clusters of code vectors, at most 255
 * @param top how many of the most bought items and categories carry the top flag
 * @param sessionGapMinutes a session ends where its events pause for this long
 * @param nearbyMinutes how long after a session's end product events count as near
 * @param recencyRate the weight of a retrospective row is exp(−rate · weeks before the end)
 * @param conversionTo event type that a rate counts above its line; the target event where empty
 * @param conversionFrom event type below the line; {@code add_to_cart}, else the first product
 *     event that is not above the line, where empty
 * @param clusterPoints vectors that the clusters are fitted on, at most; the heaviest first
 * @param clusterRounds rounds of Lloyd's algorithm, at most
 * @param seed of the clusters
 */
public record SequenceSettings(
    Outlook outlook,
    CountScaling countScaling,
    int weeks,
    int clusters,
    int top,
    int sessionGapMinutes,
    int nearbyMinutes,
    double recencyRate,
    Optional<String> conversionTo,
    Optional<String> conversionFrom,
    int clusterPoints,
    int clusterRounds,
    long seed) {

  public SequenceSettings {
    atLeast("weeks", weeks, 0);
    atLeast("clusters", clusters, 1);
    atLeast("top", top, 0);
    atLeast("sessionGapMinutes", sessionGapMinutes, 0);
    atLeast("nearbyMinutes", nearbyMinutes, 0);
    atLeast("clusterPoints", clusterPoints, 1);
    atLeast("clusterRounds", clusterRounds, 0);
    if (clusters > 255) {
      throw new IllegalArgumentException("clusters: expected at most 255, found " + clusters);
    }
    if (!(recencyRate >= 0)) {
      throw new IllegalArgumentException("recencyRate: expected 0 or more, found " + recencyRate);
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": expected at least " + least + ", found " + value);
    }
  }

  private static SequenceSettings of(CountScaling scaling, int weeks) {
    return new SequenceSettings(
        Outlook.RETROSPECTIVE,
        scaling,
        weeks,
        100,
        150,
        40,
        5,
        0.06,
        Optional.empty(),
        Optional.empty(),
        50_000,
        20,
        1278);
  }

  /** What SRA reads: counts by min–max, 21 weeks. */
  public static SequenceSettings sra() {
    return of(CountScaling.MIN_MAX, 21);
  }

  /** What FIP reads: counts by Yeo-Johnson, 17 weeks. */
  public static SequenceSettings fip() {
    return of(CountScaling.YEO_JOHNSON, 17);
  }

  /** What FIP decodes: as it reads, 4 weeks. */
  public static SequenceSettings fipTarget() {
    return of(CountScaling.YEO_JOHNSON, 4);
  }

  /** What MTL reads: the same as FIP. */
  public static SequenceSettings mtl() {
    return fip();
  }

  /** The same rules with the all-causal layout. */
  public SequenceSettings causal() {
    return with(Outlook.CAUSAL, weeks, seed);
  }

  public SequenceSettings withWeeks(int other) {
    return with(outlook, other, seed);
  }

  public SequenceSettings withSeed(long other) {
    return with(outlook, weeks, other);
  }

  private SequenceSettings with(Outlook newOutlook, int newWeeks, long newSeed) {
    return new SequenceSettings(
        newOutlook,
        countScaling,
        newWeeks,
        clusters,
        top,
        sessionGapMinutes,
        nearbyMinutes,
        recencyRate,
        conversionTo,
        conversionFrom,
        clusterPoints,
        clusterRounds,
        newSeed);
  }
}
