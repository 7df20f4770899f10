package io.habitus.models.autoencoder;

import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Schema;
import io.habitus.engine.Precision;
import io.habitus.features.token.TokenFields;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides a fit, but for the seed.
 *
 * @param fields as given: names of fields, {@value #VALUES} for what an event is about, {@value
 *     #ITEM_CODES} for the code vectors of the client's items
 * @param keep values of an open field that have tokens of their own
 * @param maxEvents newest steps that are read
 * @param embedding columns of a token's embedding
 * @param combine how a step's embeddings become one
 * @param hidden columns of the vector
 * @param layers of either GRU
 * @param dropout between layers
 * @param epochs at most
 * @param patience epochs without a better validation loss before training ends; 0: never
 * @param batch clients of an optimiser step
 * @param shards of a batch, which workers share
 * @param learningRate of Adam
 * @param greedyValidation whether the validation loss comes from the decoder's own tokens
 * @param validationShare share of the clients, those for tests set aside, that decide when to stop
 * @param testShare share of the clients that is not learned from
 * @param precision of matrix products, in training and embedding
 */
record Settings(
    List<String> fields,
    int keep,
    int maxEvents,
    int embedding,
    NetworkShape.Combine combine,
    int hidden,
    int layers,
    double dropout,
    int epochs,
    int patience,
    int batch,
    int shards,
    double learningRate,
    boolean greedyValidation,
    double validationShare,
    double testShare,
    Precision precision) {

  static final String VALUES = "values";
  static final String ITEM_CODES = "item_codes";

  /** Stands for what the variant says. */
  static final String OF_VARIANT = "variant";

  private static final String GREEDY = "greedy";
  private static final String TEACHER_FORCED = "teacher-forced";

  Settings {
    fields = List.copyOf(fields);
  }

  /** Names of all parameters and their defaults. */
  static Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    Variant.DAY_EVENT_TYPE.parameters().keySet().forEach(name -> defaults.put(name, OF_VARIANT));
    defaults.put("variant", Variant.DAY_EVENT_TYPE.text());
    defaults.put("vocabulary", "5000");
    defaults.put("batch", "256");
    defaults.put("shards", "4");
    defaults.put("learning-rate", "0.001");
    defaults.put("validation", TEACHER_FORCED);
    defaults.put("validation-share", "0.01");
    defaults.put("test-share", "0.02");
    defaults.put(Parameters.PRECISION, Precision.FP32.text());
    return defaults;
  }

  static Settings of(Parameters given) {
    Parameters p = resolved(given);
    return new Settings(
        Arrays.stream(p.values().getOrDefault("fields", "").split(",", -1))
            .map(String::strip)
            .toList(),
        p.integer("vocabulary", 1, TokenVocabulary.MOST_VALUES),
        p.integer("max-events", 1, 100_000),
        p.integer("embedding", 1, 1 << 14),
        NetworkShape.Combine.valueOf(
            p.choice("combine", "sum", "concatenate").toUpperCase(Locale.ROOT)),
        p.integer("hidden", 1, 1 << 14),
        p.integer("layers", 1, 16),
        p.number("dropout", 0, 0.99),
        p.integer("epochs", 0, 100_000),
        p.integer("patience", 0, 100_000),
        p.integer("batch", 1, 1 << 16),
        p.integer("shards", 1, 256),
        p.number("learning-rate", 1e-9, 1),
        p.choice("validation", TEACHER_FORCED, GREEDY).equals(GREEDY),
        p.number("validation-share", 0, 0.5),
        p.number("test-share", 0, 0.5),
        p.precision());
  }

  private static Parameters resolved(Parameters given) {
    SortedMap<String, String> values = given.values();
    String name = given.choice("variant", Variant.texts().toArray(String[]::new));
    Variant variant = Variant.valueOf(name.toUpperCase(Locale.ROOT));
    variant
        .parameters()
        .forEach((key, value) -> {
          if (OF_VARIANT.equals(values.get(key))) {
            values.put(key, value);
          }
        });
    return Parameters.of(GruAutoencoderModel.NAME, values, defaults());
  }

  /** All of them spelled out: no variant is left to ask. */
  SortedMap<String, String> parameters() {
    SortedMap<String, String> values = new TreeMap<>(defaults());
    values.put("fields", String.join(",", fields));
    values.put("vocabulary", Integer.toString(keep));
    values.put("max-events", Integer.toString(maxEvents));
    values.put("embedding", Integer.toString(embedding));
    values.put("combine", combine.name().toLowerCase(Locale.ROOT));
    values.put("hidden", Integer.toString(hidden));
    values.put("layers", Integer.toString(layers));
    values.put("dropout", Double.toString(dropout));
    values.put("epochs", Integer.toString(epochs));
    values.put("patience", Integer.toString(patience));
    values.put("batch", Integer.toString(batch));
    values.put("shards", Integer.toString(shards));
    values.put("learning-rate", Double.toString(learningRate));
    values.put("validation", greedyValidation ? GREEDY : TEACHER_FORCED);
    values.put("validation-share", Double.toString(validationShare));
    values.put("test-share", Double.toString(testShare));
    values.put(Parameters.PRECISION, precision.text());
    values.remove("variant");
    return values;
  }

  /** Whether steps are the codes of items: then everyone with items is learned from. */
  boolean readsItemCodes(Schema schema) {
    return TokenFields.itemCodes(schema).filter(fieldNames(schema)::contains).isPresent();
  }

  /**
   * The fields by name.
   *
   * @throws UsageException if the data set has nothing of the kind
   */
  List<String> fieldNames(Schema schema) {
    List<String> names = new ArrayList<>();
    for (String field : fields) {
      switch (field) {
        case VALUES -> names.addAll(TokenFields.values(schema));
        case ITEM_CODES ->
            names.add(
                TokenFields.itemCodes(schema)
                    .orElseThrow(() ->
                        new UsageException(
                            schema.name()
                                + " has no items with code vectors; choose other fields")));
        default -> names.add(field);
      }
    }
    return names.stream().distinct().toList();
  }

  NetworkShape shape(TokenLayout layout) {
    return new NetworkShape(
        layout.vocabularies().stream().map(TokenVocabulary::size).toList(),
        embedding,
        combine,
        hidden,
        layers,
        dropout);
  }
}
