package io.habitus.explain.interpret;

import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.SparseAutoencoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names features by the words of the units in which they are strongest. Words are chosen on the
 * first half of the units, by {@link Keyness}; how well the feature detects them is measured on the
 * second. The guard is the largest keyness that any word of any feature reaches when texts are
 * dealt anew among units.
 */
final class TermNames {
  private static final int SHOWN = 3;
  private static final int LEAST_UNITS = 5;
  private static final int MOST_UNITS = 200;

  private final Halves halves;
  private final Keyness keyness;
  private final int[][] strongest; // (features) units of the first half
  private final double guard;

  private TermNames(Halves halves, Keyness keyness, int[][] strongest, double guard) {
    this.halves = halves;
    this.keyness = keyness;
    this.strongest = strongest;
    this.guard = guard;
  }

  static TermNames of(
      SparseAutoencoder autoencoder,
      Looked looked,
      Attributes terms,
      int permutations,
      long seed,
      RunContext context) {
    Halves halves = Halves.of(autoencoder, looked, terms, seed);
    BitSet units = new BitSet();
    IntStream.of(halves.one().units()).forEach(units::set);
    int[][] strongest = new int[autoencoder.features()][];
    for (int feature = 0; feature < strongest.length; feature++) {
      strongest[feature] = strongest(halves, feature, units.cardinality());
    }
    double guard = 0;
    for (int p = 0; p < permutations; p++) {
      context.checkStopped("comparing features with words");
      SplittableRandom random = new SplittableRandom(seed + 1 + p);
      Keyness chance = new Keyness(terms.permuted(random), units);
      for (int[] some : strongest) {
        guard = Math.max(guard, chance.largest(some));
      }
    }
    return new TermNames(halves, new Keyness(terms, units), strongest, guard);
  }

  /**
   * Units by the mean activation of their vectors: a twentieth of all, at least ten and at most two
   * hundred, of those in which the feature is active; none where those are too few.
   */
  private static int[] strongest(Halves halves, int feature, int units) {
    int[] unitOf = halves.one().units();
    double[] sums = new double[halves.attributes().units()];
    int[] vectors = new int[sums.length];
    for (int unit : unitOf) {
      vectors[unit]++;
    }
    Column column = halves.firstColumns().get(feature);
    for (int i = 0; i < column.order().length; i++) {
      sums[unitOf[column.order()[i]]] += column.values()[i];
    }
    int[] active =
        IntStream.range(0, sums.length)
            .filter(unit -> sums[unit] > 0)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer unit) -> -sums[unit] / vectors[unit])
                    .thenComparing(Comparator.naturalOrder()))
            .limit(Math.clamp(units / 20, 10, MOST_UNITS))
            .mapToInt(Integer::intValue)
            .toArray();
    return active.length < LEAST_UNITS ? new int[0] : active;
  }

  /** A term and its keyness. */
  private record Key(int term, String text, double keyness) {
    boolean sharesWord(Key other) {
      List<String> words = List.of(text.split(" "));
      return Stream.of(other.text.split(" ")).anyMatch(words::contains);
    }
  }

  /** The words of a feature; empty where there are none beyond chance. */
  Optional<FeatureTerms> of(int feature) {
    List<Key> found = new ArrayList<>();
    keyness.forEach(
        strongest[feature],
        (term, value) -> {
          if (value > guard) {
            found.add(new Key(term, halves.attributes().names().get(term), value));
          }
        });
    found.sort(Comparator.comparingDouble((Key key) -> -key.keyness).thenComparing(Key::text));
    List<Key> chosen = new ArrayList<>();
    for (Key key : found) {
      if (chosen.size() < SHOWN && chosen.stream().noneMatch(key::sharesWord)) {
        chosen.add(key);
      }
    }
    List<FeatureTerms.Term> terms = chosen.stream().map(key -> term(feature, key)).toList();
    return terms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FeatureTerms(terms, FeatureName.Sureness.of(terms.getFirst().detection().auroc())));
  }

  private FeatureTerms.Term term(int feature, Key key) {
    return new FeatureTerms.Term(key.text, key.keyness, guard, halves.confirmed(feature, key.term));
  }
}
