package io.habitus.models.mtl;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.target.LabelList;
import java.util.Map;

/** Histories of a data set that came with label lists, as the challenge's does. */
record WithLabelLists(Histories histories, Map<String, LabelList> labelLists) implements Histories {
  @Override
  public Schema schema() {
    return histories.schema();
  }

  @Override
  public long fromMicros() {
    return histories.fromMicros();
  }

  @Override
  public long untilMicros() {
    return histories.untilMicros();
  }

  @Override
  public int shardCount() {
    return histories.shardCount();
  }

  @Override
  public Cursor open(int shard) {
    return histories.open(shard);
  }

  @Override
  public Vocabulary vocabulary(int field) {
    return histories.vocabulary(field);
  }

  @Override
  public Catalogue catalogue() {
    return histories.catalogue();
  }
}
