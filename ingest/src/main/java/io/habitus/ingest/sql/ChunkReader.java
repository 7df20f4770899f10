package io.habitus.ingest.sql;

import org.duckdb.DuckDBDataChunkReader;

/** Takes a result chunk by chunk. */
public interface ChunkReader {
  /** The chunk is valid until this returns. */
  void read(DuckDBDataChunkReader chunk);
}
