/**
 * Sparse autoencoders: a wide layer of features of which few are active at a time, learned from
 * vectors of any source. Open it to train one, to read or write one, or to encode vectors with it.
 */
@NullMarked
package io.habitus.explain.sae;

import org.jspecify.annotations.NullMarked;
