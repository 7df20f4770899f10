package io.habitus.features.event;

import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/** How often code vectors occur in a window: the weights that clusters are fitted with. */
final class Occurrences {
  private final Attributes attributes;
  private final AtomicIntegerArray items;
  private final AtomicIntegerArray[] values; // (sessions)

  Occurrences(Attributes attributes) {
    this.attributes = attributes;
    this.items = new AtomicIntegerArray(attributes.items());
    this.values = new AtomicIntegerArray[attributes.families().sessions().size()];
    for (int s = 0; s < values.length; s++) {
      boolean clustered = attributes.valueVectors(s) != null;
      values[s] = new AtomicIntegerArray(clustered ? attributes.values(s) : 0);
    }
  }

  Consumer<EventSequence> reader() {
    return events -> {
      for (int i = 0; i < events.size(); i++) {
        count(events, i);
      }
    };
  }

  private void count(EventSequence events, int i) {
    Families families = attributes.families();
    int s = families.sessionOf(events.type(i));
    Families.Product product = families.product();
    if (s >= 0 && families.sessions().get(s).hasClusters()) {
      values[s].incrementAndGet(events.code(families.sessions().get(s).field(), i));
    } else if (s < 0 && product != null) {
      items.set(events.code(product.itemField(), i), 1);
    }
  }

  /** How many of the window's items have each name vector. */
  long[] names() {
    CodeMatrix vectors = attributes.nameVectors();
    long[] weights = new long[vectors == null ? 0 : vectors.size()];
    for (int item = Codes.FIRST_VALUE; item < items.length(); item++) {
      int name = attributes.name(item);
      if (name >= 0) {
        weights[name] += items.get(item);
      }
    }
    return weights;
  }

  /** How many of the window's events have each value vector. */
  long[] values(int s) {
    long[] weights = new long[values[s].length()];
    for (int code = Codes.FIRST_VALUE; code < weights.length; code++) {
      weights[code] = values[s].get(code);
    }
    return weights;
  }
}
