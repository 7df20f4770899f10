/**
 * The step cache: what was made once from the same inputs with the same parameters is not made
 * again, and a killed run goes on where it stopped. Open it when a step runs that should not, or
 * the other way round.
 */
@NullMarked
package io.habitus.pipeline.step;

import org.jspecify.annotations.NullMarked;
