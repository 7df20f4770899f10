/**
 * A recommender that learns from a store's events before a cut-off and is asked about what came
 * after it: lists, a new item's rank, what one of its features means and does. Open it to see what
 * a recipe's {@code recommender} section runs.
 */
@NullMarked
package io.habitus.pipeline.study;

import org.jspecify.annotations.NullMarked;
