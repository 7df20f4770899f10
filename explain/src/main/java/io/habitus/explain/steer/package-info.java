/**
 * Sparse autoencoders of a recommender: what its items mean to it, and lists that change when a
 * feature is set. Open it to steer one.
 */
@NullMarked
package io.habitus.explain.steer;

import org.jspecify.annotations.NullMarked;
