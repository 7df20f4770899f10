/** The organisers' baseline: counts of frequent values. See {@code docs/models/baselines.md}. */
@NullMarked
package io.habitus.models.aggregated;

import org.jspecify.annotations.NullMarked;
