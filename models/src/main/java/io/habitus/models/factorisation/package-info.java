/**
 * Matrix factorisation of what clients did with which items: shared parts. One package below per
 * method; the matrix itself is in {@code matrix}.
 */
@NullMarked
package io.habitus.models.factorisation;

import org.jspecify.annotations.NullMarked;
