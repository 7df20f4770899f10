/**
 * What a recommender is: items with scores for a history of items. Open it to use a fitted one, or
 * to see what a new kind has to offer.
 */
@NullMarked
package io.habitus.recommend;

import org.jspecify.annotations.NullMarked;
