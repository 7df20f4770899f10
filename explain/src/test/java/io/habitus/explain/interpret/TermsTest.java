package io.habitus.explain.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SaeTraining;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Words of items' texts: six kinds of items, each with a direction of its own in the vectors and a
 * word of its own in the texts, among words that say nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TermsTest {
  private static final int KINDS = 6;
  private static final int ITEMS = 360;
  private static final int ROWS = 3000;
  private static final int WIDTH = 12;
  private static final String[] WORDS = {"tea", "soap", "lamp", "book", "drum", "rose"};

  private final int[] units = new int[ROWS];
  private final float[] vectors = new float[ROWS * WIDTH];
  private final List<String> texts = new ArrayList<>();
  private SparseAutoencoder autoencoder;

  @BeforeAll
  void make() {
    SplittableRandom random = new SplittableRandom(3);
    for (int item = 0; item < ITEMS; item++) {
      StringBuilder text = new StringBuilder("The ");
      for (int n = 0; n < 4; n++) {
        text.append("filler").append(random.nextInt(40)).append(' ');
      }
      texts.add(text.append(WORDS[item % KINDS]).append(" box").toString());
    }
    for (int row = 0; row < ROWS; row++) {
      units[row] = random.nextInt(ITEMS);
      vectors[row * WIDTH + units[row] % KINDS] = 2 + (float) random.nextDouble();
      for (int c = 0; c < WIDTH; c++) {
        vectors[row * WIDTH + c] += 0.05f * (float) random.nextGaussian();
      }
    }
    autoencoder =
        SaeTraining.train(
                MatrixActivations.of(vectors, WIDTH),
                Scaling.Kind.NORM,
                SaeSettings.topK(12, 1, 20, 3).withBatch(100).withLearningRate(3e-3),
                "terms",
                RunContext.silent())
            .autoencoder();
  }

  private List<FeatureFacts> look(List<String> said) {
    Attributes terms = Terms.of(said);
    Attributes none = Attributes.of(List.of(), terms.units(), List.of(), terms.about());
    return Interpretation.of(
            autoencoder,
            new Looked(vectors, units, List.of(new Question(none, false)), Optional.of(terms)),
            direction -> List.of(),
            20,
            1,
            RunContext.silent())
        .features();
  }

  @Test
  void featuresAreNamedByTheWordOfTheirItems() {
    List<String> found = new ArrayList<>();
    for (FeatureFacts feature : look(texts)) {
      if (feature.density() > 0.05) {
        FeatureTerms terms = feature.terms().orElseThrow();
        FeatureTerms.Term first = terms.terms().getFirst();
        assertThat(first.keyness()).isGreaterThan(first.guard());
        assertThat(terms.sure()).isEqualTo(FeatureName.Sureness.SURE);
        assertThat(first.detection().auroc()).isGreaterThan(0.95);
        assertThat(first.detection().precision()).isGreaterThan(0.95);
        assertThat(feature.name()).isEmpty();
        found.add(first.text().replace(" box", ""));
      }
    }
    assertThat(found).contains(WORDS).isSubsetOf(WORDS);
  }

  @Test
  void shuffledTextsGiveNoName() {
    int named = 0;
    for (int seed = 0; seed < 5; seed++) {
      List<String> shuffled = new ArrayList<>(texts);
      Collections.shuffle(shuffled, new Random(seed));
      named += look(shuffled).stream().filter(each -> each.terms().isPresent()).count();
    }
    // One in 21 shuffles has a word by chance; with these seeds none does.
    assertThat(named).isZero();
  }

  @Test
  void termsAreCountedOncePerUnitAndByPairs() {
    List<String> some = new ArrayList<>(Collections.nCopies(8, "Gel-Nagellack, GEL rot 7"));
    some.addAll(Collections.nCopies(9, "Öl rot"));
    some.add("");
    Attributes terms = Terms.of(some);
    assertThat(terms.names())
        .containsExactly("gel", "gel nagellack", "gel rot", "nagellack", "nagellack gel");
    assertThat(terms.about().cardinality()).isEqualTo(17); // rot and öl are in more than half
    assertThat(terms.has(0, 0)).isTrue();
    assertThat(terms.has(8, 0)).isFalse();
  }

  /** Against the formula written out over counts that were made otherwise. */
  @Test
  void keynessIsTheLogOddsRatioInStandardDeviations() {
    Attributes terms = Terms.of(texts);
    BitSet among = new BitSet();
    IntStream.range(0, ITEMS).filter(i -> i % 5 != 0).forEach(among::set);
    int[] some = among.stream().filter(i -> i % 7 < 2).toArray();
    Map<String, Double> found = new HashMap<>();
    Keyness keyness = new Keyness(terms, among);
    keyness.forEach(some, (term, value) -> found.put(terms.names().get(term), value));
    for (String word : List.of("tea", "soap", "filler3", "rose box")) {
      double have = IntStream.of(some).filter(i -> padded(i).contains(" " + word + " ")).count();
      double all = among.stream().filter(i -> padded(i).contains(" " + word + " ")).count();
      double prior = 50 * all / among.cardinality();
      double one = (have + prior) / (some.length - have + 50 - prior);
      double rest = among.cardinality() - some.length;
      double other = (all - have + prior) / (rest - (all - have) + 50 - prior);
      double deviation = Math.sqrt(1 / (have + prior) + 1 / (all - have + prior));
      if (have >= 3) {
        assertThat(found.get(word))
            .as(word)
            .isCloseTo((Math.log(one) - Math.log(other)) / deviation, within(1e-9));
      } else {
        assertThat(found).doesNotContainKey(word);
      }
    }
    assertThat(found).isNotEmpty();
    Map<String, Double> again = new HashMap<>();
    keyness.forEach(some, (term, value) -> again.put(terms.names().get(term), value));
    assertThat(again).isEqualTo(found);
  }

  private String padded(int item) {
    return " " + texts.get(item).toLowerCase(java.util.Locale.ROOT) + " ";
  }
}
