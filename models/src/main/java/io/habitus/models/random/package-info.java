/**
 * Vectors that know nothing: the floor of every comparison. See {@code docs/models/baselines.md}.
 */
@NullMarked
package io.habitus.models.random;

import org.jspecify.annotations.NullMarked;
