package io.habitus.models.factorisation.warp;

import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import io.habitus.models.factorisation.matrix.ItemKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the code vectors of clients and items are: the first CODES field of events (queries) and
 * the first CODES attribute of items (names). Features are codes / 255, in [0, 1].
 *
 * @param query the event field
 * @param name the item attribute
 * @param queryCodes integers of a query
 * @param nameCodes integers of a name
 */
record CodeFields(int query, int name, int queryCodes, int nameCodes) {
  private static final float SCALE = 1f / 255;

  /** What a client without a search has in every column, as codes. */
  private static final float NO_SEARCH = -1;

  /**
   * Those of a schema.
   *
   * @throws UsageException if it has none
   */
  static CodeFields of(Schema schema) {
    int query = first(schema.fields());
    int name = first(schema.itemAttributes());
    if (query < 0 || name < 0 || schema.itemField().isEmpty()) {
      throw new UsageException(
          "model warp needs code vectors of queries (an event field) and of names (an item"
              + " attribute); the data (schema "
              + schema.name()
              + ") has not both");
    }
    return new CodeFields(
        query, name, schema.fields().get(query).width(), schema.itemAttributes().get(name).width());
  }

  private static int first(List<Field> fields) {
    return IntStream.range(0, fields.size())
        .filter(i -> fields.get(i).kind() == FieldKind.CODES)
        .findFirst()
        .orElse(-1);
  }

  /** Mean of the client's query codes, scaled, into {@code [at, at + queryCodes)}. */
  void client(Histories input, EventSequence events, float[] into, int at) {
    Vocabulary queries = input.vocabulary(query);
    long[] sums = new long[queryCodes];
    int searches = 0;
    for (int i = 0; i < events.size(); i++) {
      int code = events.code(query, i);
      if (code >= Codes.FIRST_VALUE) {
        byte[] codes = queries.codes(code);
        for (int k = 0; k < queryCodes; k++) {
          sums[k] += codes[k] & 0xff;
        }
        searches++;
      }
    }
    for (int k = 0; k < queryCodes; k++) {
      double mean = searches == 0 ? NO_SEARCH : (double) sums[k] / searches;
      into[at + k] = (float) (mean * SCALE);
    }
  }

  /** Features of a client without a search. */
  float[] withoutSearch() {
    float[] features = new float[queryCodes];
    Arrays.fill(features, NO_SEARCH * SCALE);
    return features;
  }

  /**
   * Scaled name codes of the items of a matrix.
   *
   * @param items text of each
   * @return (items × nameCodes); NaN where the item has no name
   */
  float[] names(Histories input, List<String> items) {
    Vocabulary skus = ItemKind.SKU.codes(input).vocabulary();
    Vocabulary names = input.catalogue().vocabulary(name);
    float[] features = new float[Math.multiplyExact(items.size(), nameCodes)];
    Arrays.fill(features, Float.NaN);
    for (int item = 0; item < items.size(); item++) {
      int code = input.catalogue().code(name, skus.codeOfText(items.get(item)));
      if (code >= Codes.FIRST_VALUE) {
        byte[] codes = names.codes(code);
        for (int k = 0; k < nameCodes; k++) {
          features[item * nameCodes + k] = (codes[k] & 0xff) * SCALE;
        }
      }
    }
    return features;
  }
}
