/**
 * The steps of an ingestion, from tables of raw rows to sorted and coded events in a store. Open it
 * to change how something is read or checked.
 */
@NullMarked
package io.habitus.ingest.load;

import org.jspecify.annotations.NullMarked;
