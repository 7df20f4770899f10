/**
 * What items are, apart from who took them: vectors from arrays, attributes or texts, and how they
 * are made to fit a network. Open it to recommend items that nobody has taken yet.
 */
@NullMarked
package io.habitus.recommend.content;

import org.jspecify.annotations.NullMarked;
