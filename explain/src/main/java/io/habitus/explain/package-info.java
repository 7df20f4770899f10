/**
 * What vectors mean and how they can be changed: sparse autoencoders over any vectors, and what
 * their features detect. Open a package below it.
 */
@NullMarked
package io.habitus.explain;

import org.jspecify.annotations.NullMarked;
