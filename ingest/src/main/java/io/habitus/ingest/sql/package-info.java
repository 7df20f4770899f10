/**
 * DuckDB: a database on disk within given limits, SQL from resource files, results in chunks. The
 * only place that opens connections.
 */
@NullMarked
package io.habitus.ingest.sql;

import org.jspecify.annotations.NullMarked;
