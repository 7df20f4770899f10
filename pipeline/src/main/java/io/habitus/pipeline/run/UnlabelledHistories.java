package io.habitus.pipeline.run;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;

/** A window without the label lists that came with the data, which are about a later one. */
record UnlabelledHistories(Histories all) implements Histories {

  @Override
  public Schema schema() {
    return all.schema();
  }

  @Override
  public long fromMicros() {
    return all.fromMicros();
  }

  @Override
  public long untilMicros() {
    return all.untilMicros();
  }

  @Override
  public int shardCount() {
    return all.shardCount();
  }

  @Override
  public Cursor open(int shard) {
    return all.open(shard);
  }

  @Override
  public Vocabulary vocabulary(int field) {
    return all.vocabulary(field);
  }

  @Override
  public long mostClients() {
    return all.mostClients();
  }

  @Override
  public long mostEvents(int type) {
    return all.mostEvents(type);
  }

  @Override
  public Catalogue catalogue() {
    return all.catalogue();
  }

  @Override
  public Histories between(long from, long until) {
    return new UnlabelledHistories(all.between(from, until));
  }
}
