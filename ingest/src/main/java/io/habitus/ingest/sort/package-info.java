/**
 * Events in order, within bounded memory: rows are scattered into one file for each shard, and each
 * file is sorted alone, several at a time. Open it to change how ingestion sorts.
 */
@NullMarked
package io.habitus.ingest.sort;

import org.jspecify.annotations.NullMarked;
