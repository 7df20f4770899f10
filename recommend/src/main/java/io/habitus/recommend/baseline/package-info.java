/**
 * Recommenders without a network, which a network has to beat: popularity, item-kNN,
 * factorisations. Open it to see what a table compares with.
 */
@NullMarked
package io.habitus.recommend.baseline;

import org.jspecify.annotations.NullMarked;
