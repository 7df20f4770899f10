/**
 * Recommenders beside each other: fits with several seeds, one table with its protocol. Open it to
 * repeat a published comparison on other data.
 */
@NullMarked
package io.habitus.recommend.experiment;

import org.jspecify.annotations.NullMarked;
