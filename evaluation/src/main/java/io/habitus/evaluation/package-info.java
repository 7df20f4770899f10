/**
 * How good profiles are. A {@link io.habitus.evaluation.Probe} learns one task from frozen vectors
 * and predicts it; metrics score the {@link io.habitus.evaluation.Predictions}. Open it to see what
 * a score means or to add another probe.
 */
@NullMarked
package io.habitus.evaluation;

import org.jspecify.annotations.NullMarked;
