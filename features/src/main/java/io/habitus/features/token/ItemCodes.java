package io.habitus.features.token;

import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.List;

/**
 * A step for each integer of the code vectors of a client's distinct items, one item after another,
 * items in the order of their first events. Items without a vector are passed over. The newest
 * steps are kept.
 */
final class ItemCodes implements CodeReader {
  private static final List<Values> BYTES = List.of(new Values.Bytes());

  private final int itemField;
  private final int attribute;
  private final int width;
  private final Catalogue catalogue;
  private final int[] lastReader; // (items) number of the last client with this item
  private final int[] items; // ring of the newest distinct items' vectors
  private final int maxSteps;
  private int client;
  private int found;
  private int steps;

  ItemCodes(Histories histories, int itemField, int attribute, int maxSteps) {
    this.itemField = itemField;
    this.attribute = attribute;
    this.width = histories.schema().itemAttributes().get(attribute).width();
    this.catalogue = histories.catalogue();
    this.lastReader = new int[histories.vocabulary(itemField).size()];
    this.items = new int[Math.ceilDiv(maxSteps, width)];
    this.maxSteps = maxSteps;
  }

  @Override
  public List<Values> values() {
    return BYTES;
  }

  @Override
  public int read(EventSequence events) {
    client++;
    found = 0;
    for (int i = 0; i < events.size(); i++) {
      int item = events.code(itemField, i);
      if (item >= Codes.FIRST_VALUE && lastReader[item] != client) {
        lastReader[item] = client;
        int vector = catalogue.code(attribute, item);
        if (vector >= Codes.FIRST_VALUE) {
          items[found++ % items.length] = vector;
        }
      }
    }
    steps = Math.min(maxSteps, found * width);
    return steps;
  }

  @Override
  public int code(int field, int step) {
    int at = found * width - steps + step;
    int vector = items[at / width % items.length];
    byte[] codes = catalogue.vocabulary(attribute).codes(vector);
    return Codes.FIRST_VALUE + (codes[at % width] & 0xff);
  }
}
