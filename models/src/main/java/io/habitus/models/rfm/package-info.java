/**
 * Recency, frequency, monetary value: what marketing has always used. See {@code
 * docs/models/baselines.md}.
 */
@NullMarked
package io.habitus.models.rfm;

import org.jspecify.annotations.NullMarked;
