/**
 * The organisers' aggregated features: how often a client met the most frequent values lately, per
 * event type. Open it to see which columns there are and how they are counted.
 */
@NullMarked
package io.habitus.features.aggregated;

import org.jspecify.annotations.NullMarked;
