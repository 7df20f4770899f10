package io.habitus.ingest.log;

import io.habitus.core.schema.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How a log becomes a data set: what the YAML schema says, or a challenge directory implies.
 *
 * @param origin the schema file or folder, for messages
 * @param schema of the result
 * @param timezone in which times without a zone are read
 * @param until exclusive upper bound of the events' times
 * @param tables whose rows become events; the input order is theirs
 * @param catalogue of items, if there is one
 * @param given lists that come with the data
 */
public record LogSchema(
    String origin,
    Schema schema,
    Optional<ZoneId> timezone,
    Optional<Instant> until,
    List<EventTable> tables,
    Optional<ItemTable> catalogue,
    GivenLists given) {
  public LogSchema {
    tables = List.copyOf(tables);
  }
}
