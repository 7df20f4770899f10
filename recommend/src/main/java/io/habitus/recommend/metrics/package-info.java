/**
 * How good a full ranking is: hit rate, NDCG, MRR, coverage, novelty, with intervals over users,
 * for all, warm and cold items apart. Open it to see what a number in a table means.
 */
@NullMarked
package io.habitus.recommend.metrics;

import org.jspecify.annotations.NullMarked;
