package io.habitus.models.autoencoder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The published choices of fields, each with its network and training. */
enum Variant {
  DAY_EVENT_TYPE("day,event_type", "concatenate", 64, 128, 2, "0.5", 30, 5, 126),
  ALL("event_type,values", "sum", 512, 512, 3, "0.1", 10, 3, 126),
  WEEK_ALL("week,event_type,values", "sum", 512, 512, 3, "0.1", 10, 3, 126),
  SKU_TEXT("item_codes", "sum", 512, 512, 3, "0.1", 10, 3, 64);

  private final Map<String, String> parameters;

  Variant(
      String fields,
      String combine,
      int embedding,
      int hidden,
      int layers,
      String dropout,
      int epochs,
      int patience,
      int maxEvents) {
    parameters =
        Map.of(
            "fields", fields,
            "combine", combine,
            "embedding", Integer.toString(embedding),
            "hidden", Integer.toString(hidden),
            "layers", Integer.toString(layers),
            "dropout", dropout,
            "epochs", Integer.toString(epochs),
            "patience", Integer.toString(patience),
            "max-events", Integer.toString(maxEvents));
  }

  /** Names of the parameters that depend on the variant, and their values. */
  Map<String, String> parameters() {
    return new TreeMap<>(parameters);
  }

  /** As users write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(Variant::text).toList();
  }
}
