/**
 * Numbers that follow from others: a digest that says whether data is still the same, and random
 * numbers that are functions of a seed and of what they are for.
 */
@NullMarked
package io.habitus.core.hash;

import org.jspecify.annotations.NullMarked;
