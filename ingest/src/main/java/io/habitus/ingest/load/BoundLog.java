package io.habitus.ingest.load;

import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.LogSchema;
import java.util.List;
import java.util.Optional;

/**
 * A log whose files are open and whose columns were found fit.
 *
 * @param log as described
 * @param tables one for each of the log's event tables
 * @param catalogue the item table
 * @param fields event fields, in the schema's order
 * @param attributes item attributes, in the schema's order
 * @param stringClients whether client ids are strings
 * @param streams one per event type: types that come from the same table share one
 * @param utc whether times without a zone are UTC
 */
record BoundLog(
    LogSchema log,
    List<LogTable> tables,
    Optional<LogTable> catalogue,
    List<BoundField> fields,
    List<BoundField> attributes,
    boolean stringClients,
    List<Integer> streams,
    boolean utc) {
  BoundLog {
    tables = List.copyOf(tables);
    fields = List.copyOf(fields);
    attributes = List.copyOf(attributes);
    streams = List.copyOf(streams);
  }

  VocabularyKind clientKind() {
    return stringClients ? VocabularyKind.TEXT : VocabularyKind.INTEGER;
  }

  /** The item field, where the schema has one. */
  Optional<BoundField> item() {
    return log.schema().itemField().map(name -> fields.get(log.schema().field(name)));
  }
}
