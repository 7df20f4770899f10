package io.habitus.explain.interpret;

import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.SparseCodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What the features of an autoencoder mean.
 *
 * @param vectors that were looked at
 * @param permutations of the attributes that the guard is made of
 * @param features all of them, in their order
 * @param clarity of the features, the raw columns and random directions, on the first question
 * @param drivers features that go with an attribute or against it
 */
public record Interpretation(
    int vectors,
    int permutations,
    List<FeatureFacts> features,
    List<Clarity> clarity,
    List<Driver> drivers) {
  private static final int SHOWN = 8;
  private static final int TOP = 20;
  private static final int BARS = 10;
  private static final int DRIVERS = 8;
  private static final int MOST_DIRECTIONS = 512;

  public Interpretation {
    features = List.copyOf(features);
    clarity = List.copyOf(clarity);
    drivers = List.copyOf(drivers);
  }

  /** Features with a name, best first. */
  public List<FeatureFacts> named() {
    return features.stream()
        .filter(each -> each.name().isPresent())
        .sorted(Comparator.comparingDouble(each -> -each.name().orElseThrow().detection().auroc()))
        .toList();
  }

  /** How many names are so sure. */
  public long named(FeatureName.Sureness sure) {
    return features.stream()
        .flatMap(each -> each.name().stream())
        .filter(name -> name.sure() == sure)
        .count();
  }

  /** Features with words, best first. */
  public List<FeatureFacts> worded() {
    return features.stream()
        .filter(each -> each.terms().isPresent())
        .sorted(
            Comparator.comparingDouble(
                each -> -each.terms().orElseThrow().terms().getFirst().detection().auroc()))
        .toList();
  }

  /** How many features have words that are so sure. */
  public long worded(FeatureName.Sureness sure) {
    return features.stream()
        .flatMap(each -> each.terms().stream())
        .filter(terms -> terms.sure() == sure)
        .count();
  }

  /**
   * Looks.
   *
   * @param permutations at least 1
   * @param seed of halves, permutations and random directions
   */
  public static Interpretation of(
      SparseAutoencoder autoencoder,
      Looked looked,
      Effects effects,
      int permutations,
      long seed,
      RunContext context) {
    List<Answer> answers = new ArrayList<>();
    for (Question question : looked.questions()) {
      answers.add(Answer.of(autoencoder, looked, question, permutations, seed, context));
    }
    Optional<TermNames> words =
        looked
            .terms()
            .filter(terms -> terms.size() > 0)
            .map(terms -> TermNames.of(autoencoder, looked, terms, permutations, seed, context));
    SparseCodes codes = autoencoder.encode(looked.vectors(), looked.units().length);
    SparseCodes.ByFeature by = codes.byFeature(autoencoder.features());
    List<FeatureFacts> features = new ArrayList<>();
    for (int j = 0; j < autoencoder.features(); j++) {
      int feature = j;
      context.checkStopped("describing features");
      features.add(
          facts(
              autoencoder,
              feature,
              by,
              looked,
              answers,
              words.flatMap(known -> known.of(feature)),
              effects));
    }
    List<Driver> drivers = new ArrayList<>();
    for (Answer answer : answers) {
      drivers.addAll(drivers(answer, features));
    }
    return new Interpretation(
        looked.units().length,
        permutations,
        features,
        clarity(answers.getFirst(), autoencoder, permutations, seed, context),
        drivers);
  }

  /** One question, answered by the features. */
  private record Answer(Question question, Halves halves, Detectors detectors) {

    static Answer of(
        SparseAutoencoder autoencoder,
        Looked looked,
        Question question,
        int permutations,
        long seed,
        RunContext context) {
      Halves halves = Halves.of(autoencoder, looked, question.attributes(), seed);
      return new Answer(
          question,
          halves,
          Detectors.of(
              halves.firstColumns(),
              halves.first(),
              halves.secondColumns(),
              halves.second(),
              false,
              permutations,
              seed,
              context));
    }

    Detection confirmed(int feature, int attribute) {
      return halves.confirmed(feature, attribute);
    }
  }

  private static FeatureFacts facts(
      SparseAutoencoder autoencoder,
      int feature,
      SparseCodes.ByFeature by,
      Looked looked,
      List<Answer> answers,
      Optional<FeatureTerms> terms,
      Effects effects) {
    int[] units = looked.units();
    Column column =
        Column.of(
            by.rows(), by.values(), by.offsets()[feature], by.offsets()[feature + 1], units.length);
    double largest = column.values().length == 0 ? 0 : column.values()[0];
    List<FeatureFacts.Named> detections = new ArrayList<>();
    for (Answer answer : answers) {
      detections.addAll(detections(answer, feature));
    }
    Optional<FeatureName> name = name(answers, feature);
    detections.sort(Comparator.comparingDouble(each -> -each.detection().auroc()));
    List<FeatureFacts.Effect> changes =
        column.values().length == 0
            ? List.of()
            : effects.of(autoencoder.direction(feature)).stream()
                .sorted(Comparator.comparingDouble(each -> -each.change()))
                .toList();
    return new FeatureFacts(
        feature,
        column.values().length / (double) units.length,
        largest,
        histogram(column, largest),
        name,
        terms,
        detections.subList(0, Math.min(SHOWN, detections.size())),
        top(column, units, looked.questions().getFirst().attributes()),
        changes.stream().filter(each -> each.change() > 0).limit(SHOWN).toList(),
        changes.reversed().stream().filter(each -> each.change() < 0).limit(SHOWN).toList());
  }

  private static List<FeatureFacts.Named> detections(Answer answer, int feature) {
    double[] chosen = answer.detectors.chosen()[feature];
    double[] guard = answer.detectors.guard();
    List<Integer> above = new ArrayList<>();
    for (int a = 0; a < guard.length; a++) {
      if (chosen[a] > guard[a]) {
        above.add(a);
      }
    }
    above.sort(Comparator.comparingDouble(a -> -chosen[a]));
    return above.stream()
        .limit(SHOWN)
        .map(a ->
            new FeatureFacts.Named(
                answer.question.attributes().names().get(a),
                answer.confirmed(feature, a),
                guard[a]))
        .toList();
  }

  private static Optional<FeatureName> name(List<Answer> answers, int feature) {
    Optional<FeatureName> name = Optional.empty();
    double best = 0;
    for (Answer answer : answers) {
      int attribute = answer.detectors.best(feature);
      if (attribute >= 0 && answer.detectors.chosen()[feature][attribute] > best) {
        best = answer.detectors.chosen()[feature][attribute];
        Detection confirmed = answer.confirmed(feature, attribute);
        name =
            Optional.of(
                new FeatureName(
                    answer.question.attributes().names().get(attribute),
                    FeatureName.Sureness.of(confirmed.auroc()),
                    confirmed));
      }
    }
    return name;
  }

  private static int[] histogram(Column column, double largest) {
    int[] bars = new int[BARS];
    for (float value : column.values()) {
      bars[(int) Math.min(BARS - 1, BARS * value / largest)]++;
    }
    return bars;
  }

  private static List<FeatureFacts.Top> top(Column column, int[] units, Attributes attributes) {
    List<FeatureFacts.Top> top = new ArrayList<>();
    for (int n = 0; n < Math.min(TOP, column.order().length); n++) {
      int row = column.order()[n];
      List<String> facts = new ArrayList<>();
      for (int at = attributes.offsets()[units[row]];
          at < attributes.offsets()[units[row] + 1];
          at++) {
        facts.add(attributes.names().get(attributes.ids()[at]));
      }
      top.add(new FeatureFacts.Top(row, column.values()[n], facts));
    }
    return top;
  }

  private static List<Clarity> clarity(
      Answer answer,
      SparseAutoencoder autoencoder,
      int permutations,
      long seed,
      RunContext context) {
    int width = autoencoder.width();
    float[] unit = new float[width * width];
    for (int c = 0; c < width; c++) {
      unit[c * width + c] = 1;
    }
    SplittableRandom random = new SplittableRandom(seed ^ 0x5EED);
    float[] directions = new float[Math.min(MOST_DIRECTIONS, autoencoder.features()) * width];
    for (int i = 0; i < directions.length; i++) {
      directions[i] = (float) random.nextGaussian();
    }
    List<Clarity> all = new ArrayList<>();
    all.add(answer.detectors.clarity("features"));
    all.add(dense(answer, width, unit, permutations, seed, context).clarity("raw columns"));
    all.add(
        dense(answer, width, directions, permutations, seed, context).clarity("random directions"));
    return all;
  }

  private static Detectors dense(
      Answer answer,
      int width,
      float[] directions,
      int permutations,
      long seed,
      RunContext context) {
    return Detectors.of(
        Columns.projections(answer.halves.one().vectors(), width, directions),
        answer.halves.first(),
        Columns.projections(answer.halves.two().vectors(), width, directions),
        answer.halves.second(),
        true,
        permutations,
        seed,
        context);
  }

  /** By distance from one half on the second half, those beyond chance on the first. */
  private static List<Driver> drivers(Answer answer, List<FeatureFacts> features) {
    List<Driver> all = new ArrayList<>();
    if (!answer.question.drivers()) {
      return all;
    }
    double[][] chosen = answer.detectors.chosen();
    double[][] confirmed = answer.detectors.confirmed();
    double[] guard = answer.detectors.guard();
    for (int a = 0; a < guard.length; a++) {
      int attribute = a;
      List<Integer> found = new ArrayList<>();
      for (int j = 0; j < chosen.length; j++) {
        if (Math.max(chosen[j][a], 1 - chosen[j][a]) > guard[a]) {
          found.add(j);
        }
      }
      found.sort(Comparator.comparingDouble(j -> -Math.abs(confirmed[j][attribute] - 0.5)));
      found.stream().limit(DRIVERS).forEach(j -> all.add(driver(answer, j, attribute, features)));
    }
    return all;
  }

  private static Driver driver(
      Answer answer, int feature, int attribute, List<FeatureFacts> features) {
    Column column = answer.halves.secondColumns().get(feature);
    Detection active = answer.halves.second().at(column, attribute, Double.MIN_VALUE);
    int rows = answer.halves.second().units().length;
    int count = column.order().length;
    double without =
        (active.prevalence() * rows - active.precision() * count) / Math.max(1, rows - count);
    return new Driver(
        answer.question.attributes().names().get(attribute),
        feature,
        features.get(feature).name().map(FeatureName::text).orElse(""),
        active.auroc(),
        active.precision(),
        without);
  }
}
