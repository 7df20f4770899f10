package io.habitus.models.nextevent;

import io.habitus.core.problem.UsageException;
import io.habitus.engine.Precision;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that decides a fit, but for the seed.
 *
 * @param events which ones are steps: those of types that carry this field; {@value #ALL}: all
 * @param fields that a step is made of and that are asked for, see {@link StepFields}
 * @param widths columns of each field's embedding
 * @param price the field whose number is one more column, or {@value #NONE}
 * @param keep values of an open field that have tokens of their own, at most
 * @param least how often such a value must occur for one
 * @param maxEvents newest steps that a vector is made of
 * @param slice in training, a random part of between so many and {@code maxEvents} steps is read in
 *     each epoch; 0: the newest
 * @param everyone whether all clients of the data are learned from, or those that profiles are
 *     wanted for
 * @param layers of the transformer
 * @param heads of its attention
 * @param dropout of everything that GPT-2 drops out
 * @param negatives values that the right one is compared with; 0: all
 * @param epochs at most
 * @param patience epochs without a better validation before training ends; 0: never
 * @param batch clients of an optimiser step
 * @param shards of a batch, which workers share
 * @param learningRate of Adam
 * @param ranked whether validation is the rank of the last step's first field, or the loss
 * @param validationShare share of the clients that decide when to stop
 * @param precision of matrix products, in training and embedding
 */
record Settings(
    String events,
    List<String> fields,
    List<Integer> widths,
    String price,
    int keep,
    int least,
    int maxEvents,
    int slice,
    boolean everyone,
    int layers,
    int heads,
    double dropout,
    int negatives,
    int epochs,
    int patience,
    int batch,
    int shards,
    double learningRate,
    boolean ranked,
    double validationShare,
    Precision precision) {

  static final String ALL = "all";
  static final String NONE = "none";
  private static final String PROFILES = "profiles";
  private static final String LOSS = "loss";
  private static final String NDCG = "ndcg";

  Settings {
    fields = List.copyOf(fields);
    widths = List.copyOf(widths);
    if (fields.size() != widths.size()) {
      throw new UsageException(
          "widths: expected one for each of the fields %s, found %s".formatted(fields, widths));
    }
    int width = width(widths, price);
    if (width % heads != 0) {
      throw new UsageException(
          "widths and heads: a step of %d columns cannot be cut into %d heads"
              .formatted(width, heads));
    }
    if (slice > maxEvents) {
      throw new UsageException(
          "slice: expected at most max-events, %d, found %d".formatted(maxEvents, slice));
    }
  }

  private static int width(List<Integer> widths, String price) {
    int sum = widths.stream().mapToInt(Integer::intValue).sum();
    return price.equals(NONE) ? sum : sum + 1;
  }

  /** What both models have in common, and what one has of its own. */
  static Map<String, String> defaults(Map<String, String> own) {
    Map<String, String> defaults = new TreeMap<>(own);
    defaults.put("vocabulary", Integer.toString(TokenVocabulary.MOST_VALUES));
    defaults.put("heads", "4");
    defaults.put("dropout", "0.1");
    defaults.put("epochs", "10");
    defaults.put("patience", "3");
    defaults.put("shards", "4");
    defaults.put("learning-rate", "0.001");
    defaults.put("validation-share", "0.02");
    defaults.put(Parameters.PRECISION, Precision.FP32.text());
    return defaults;
  }

  static Settings of(Parameters p) {
    return new Settings(
        name(p, "events"),
        Arrays.stream(name(p, "fields").split(",", -1)).map(String::strip).toList(),
        p.integers("widths", 1, 1 << 12),
        name(p, "price"),
        p.integer("vocabulary", 1, TokenVocabulary.MOST_VALUES),
        p.integer("least", 1, Integer.MAX_VALUE),
        p.integer("max-events", 1, 4096),
        p.integer("slice", 0, 4096),
        p.choice("learn-from", ALL, PROFILES).equals(ALL),
        p.integer("layers", 1, 64),
        p.integer("heads", 1, 64),
        p.number("dropout", 0, 0.99),
        p.integer("negatives", 0, TokenVocabulary.MOST_VALUES),
        p.integer("epochs", 0, 100_000),
        p.integer("patience", 0, 100_000),
        p.integer("batch", 1, 1 << 16),
        p.integer("shards", 1, 256),
        p.number("learning-rate", 1e-9, 1),
        p.choice("validation", LOSS, NDCG).equals(NDCG),
        p.number("validation-share", 0, 0.5),
        p.precision());
  }

  private static String name(Parameters parameters, String key) {
    return parameters.values().getOrDefault(key, "").strip();
  }

  SortedMap<String, String> parameters() {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("events", events);
    values.put("fields", String.join(",", fields));
    values.put("widths", widths.stream().map(String::valueOf).collect(Collectors.joining(",")));
    values.put("price", price);
    values.put("vocabulary", Integer.toString(keep));
    values.put("least", Integer.toString(least));
    values.put("max-events", Integer.toString(maxEvents));
    values.put("slice", Integer.toString(slice));
    values.put("learn-from", everyone ? ALL : PROFILES);
    values.put("layers", Integer.toString(layers));
    values.put("heads", Integer.toString(heads));
    values.put("dropout", Double.toString(dropout));
    values.put("negatives", Integer.toString(negatives));
    values.put("epochs", Integer.toString(epochs));
    values.put("patience", Integer.toString(patience));
    values.put("batch", Integer.toString(batch));
    values.put("shards", Integer.toString(shards));
    values.put("learning-rate", Double.toString(learningRate));
    values.put("validation", ranked ? NDCG : LOSS);
    values.put("validation-share", Double.toString(validationShare));
    values.put(Parameters.PRECISION, precision.text());
    return values;
  }

  /** Columns of a step, and of a vector. */
  int width() {
    return width(widths, price);
  }

  boolean hasPrice() {
    return !price.equals(NONE);
  }
}
