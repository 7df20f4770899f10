package io.habitus.features.event;

import io.habitus.core.store.Histories;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** All clients' vectors in plain arrays. */
final class Vectors {
  private Vectors() {}

  static Map<Long, float[][]> of(Histories histories, EventFeatures features) {
    Map<Long, float[][]> all = new TreeMap<>();
    EventVectorizer vectorizer = features.vectorizer();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          float[] into = new float[cursor.events().size() * features.width()];
          int rows = vectorizer.fill(cursor.events(), into);
          float[][] vectors = new float[rows][];
          for (int r = 0; r < rows; r++) {
            vectors[r] = Arrays.copyOfRange(into, r * features.width(), (r + 1) * features.width());
          }
          all.put(cursor.events().clientId(), vectors);
        }
      }
    }
    return all;
  }
}
