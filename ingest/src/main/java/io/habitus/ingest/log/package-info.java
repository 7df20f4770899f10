/**
 * How a log is described: tables of files, what makes an event, the catalogue. Open it to read or
 * write a schema, or to teach ingestion another layout.
 */
@NullMarked
package io.habitus.ingest.log;

import org.jspecify.annotations.NullMarked;
