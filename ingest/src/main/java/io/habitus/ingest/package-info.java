/**
 * From a log to a sequence store: {@link io.habitus.ingest.Ingest} reads, {@link
 * io.habitus.ingest.Validate} finds what is wrong, {@link io.habitus.ingest.Inspect} says what is
 * in it. Open it to bring data in.
 */
@NullMarked
package io.habitus.ingest;

import org.jspecify.annotations.NullMarked;
