package io.habitus.recommend.sequential;

import io.habitus.engine.network.TransformerShape;
import io.habitus.models.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network and its training. Vectors of items are chosen apart: {@link ItemVectors}.
 *
 * @param network which layers
 * @param width columns of an item's vector and of a hidden state
 * @param layers of the transformer
 * @param heads of attention
 * @param maxItems newest items of a history that are read
 * @param dropout while training
 * @param negatives 0: softmax over all items; else over the right one and so many others
 * @param epochs at most
 * @param patience epochs without a better NDCG@10 on the validation cases before training stops
 * @param batch users of an optimiser step
 * @param shards of a batch; part of what decides the bits
 * @param learningRate of Adam
 * @param context names of what is read beside items: {@code event-type}, {@code hour}, {@code
 *     weekday}, fields of events, attributes of items
 */
public record Settings(
    Layers network,
    int width,
    int layers,
    int heads,
    int maxItems,
    double dropout,
    int negatives,
    int epochs,
    int patience,
    int batch,
    int shards,
    double learningRate,
    List<String> context) {

  public Settings {
    context = List.copyOf(context);
  }

  /** Kinds of layers. */
  public enum Layers {
    SASREC,
    GPT2;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The paper's, which are the defaults: SASRec of width 64 with a softmax over all items. */
  public static Settings defaults() {
    return of(Map.of());
  }

  /** Names and values that may be set. */
  public static SortedMap<String, String> defaultParameters() {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("network", "sasrec");
    values.put("width", "64");
    values.put("layers", "2");
    values.put("heads", "2");
    values.put("max-items", "64");
    values.put("dropout", "0.1");
    values.put("negatives", "0");
    values.put("epochs", "100");
    values.put("patience", "5");
    values.put("batch", "256");
    values.put("shards", "4");
    values.put("learning-rate", "0.001");
    values.put("context", "");
    return values;
  }

  /**
   * Settings from words.
   *
   * @throws io.habitus.core.problem.UsageException if a name is not known or a value out of range
   */
  public static Settings of(Map<String, String> given) {
    Parameters p = Parameters.of("sequential", given, defaultParameters());
    return new Settings(
        Layers.valueOf(p.choice("network", "sasrec", "gpt2").toUpperCase(Locale.ROOT)),
        p.integer("width", 1, 1 << 14),
        p.integer("layers", 1, 64),
        p.integer("heads", 1, 256),
        p.integer("max-items", 1, 100_000),
        p.number("dropout", 0, 0.99),
        p.integer("negatives", 0, Integer.MAX_VALUE),
        p.integer("epochs", 0, 100_000),
        p.integer("patience", 0, 100_000),
        p.integer("batch", 1, 1 << 16),
        p.integer("shards", 1, 256),
        p.number("learning-rate", 1e-9, 1),
        Arrays.stream(p.text("context").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList());
  }

  /** The same as words. */
  public SortedMap<String, String> parameters() {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("network", network.text());
    values.put("width", Integer.toString(width));
    values.put("layers", Integer.toString(layers));
    values.put("heads", Integer.toString(heads));
    values.put("max-items", Integer.toString(maxItems));
    values.put("dropout", Double.toString(dropout));
    values.put("negatives", Integer.toString(negatives));
    values.put("epochs", Integer.toString(epochs));
    values.put("patience", Integer.toString(patience));
    values.put("batch", Integer.toString(batch));
    values.put("shards", Integer.toString(shards));
    values.put("learning-rate", Double.toString(learningRate));
    values.put("context", String.join(",", context));
    return values;
  }

  TransformerShape shape() {
    return switch (network) {
      case SASREC -> TransformerShape.sasRec(layers, heads, width, maxItems, dropout);
      case GPT2 -> TransformerShape.gpt2(layers, heads, width, maxItems, dropout);
    };
  }

  /** What an item's vector is multiplied by at the input: √width in SASRec. */
  double inputScale() {
    return switch (network) {
      case SASREC -> Math.sqrt(width);
      case GPT2 -> 1;
    };
  }
}
