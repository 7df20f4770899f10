package io.habitus.ingest;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a log is ingested.
 *
 * @param until events at or after this instant are left out, and counted
 * @param timezone in which times without a zone are read; empty means the schema's, else UTC
 * @param deduplicate whether of events that are equal in everything only the first is kept
 * @param mode what happens to a store that is there already
 */
public record IngestOptions(
    Optional<Instant> until, Optional<ZoneId> timezone, boolean deduplicate, Mode mode) {

  /** What happens to a store that is there already. */
  public enum Mode {
    /** There must be none. */
    CREATE,
    /** It is replaced by the new one in one step. */
    REPLACE,
    /** The events are added to it. */
    APPEND
  }

  /** A new store, everything kept, UTC. */
  public static IngestOptions defaults() {
    return new IngestOptions(Optional.empty(), Optional.empty(), false, Mode.CREATE);
  }

  public IngestOptions withUntil(Instant bound) {
    return new IngestOptions(Optional.of(bound), timezone, deduplicate, mode);
  }

  public IngestOptions withTimezone(ZoneId zone) {
    return new IngestOptions(until, Optional.of(zone), deduplicate, mode);
  }

  public IngestOptions withDeduplicate(boolean yes) {
    return new IngestOptions(until, timezone, yes, mode);
  }

  public IngestOptions withMode(Mode newMode) {
    return new IngestOptions(until, timezone, deduplicate, newMode);
  }
}
