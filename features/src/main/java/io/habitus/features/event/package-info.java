/**
 * One vector per event: the unified event sequence of EmbedNBreakfast (59 columns for the
 * challenge's schema, the same families for any other), retrospective as published or all-causal,
 * and batches of it. Open it when you feed a sequence model or add a column.
 *
 * <p>The way through: {@link io.habitus.features.event.EventTables} counts a window, {@link
 * io.habitus.features.event.Scalers} are fitted on its rows, {@link
 * io.habitus.features.event.EventFeatures} holds both and hands out one {@link
 * io.habitus.features.event.EventVectorizer} per thread, {@link
 * io.habitus.features.event.SequenceBatches} cuts batches.
 */
@NullMarked
package io.habitus.features.event;

import org.jspecify.annotations.NullMarked;
