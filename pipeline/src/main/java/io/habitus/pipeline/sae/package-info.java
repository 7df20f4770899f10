/**
 * Sparse autoencoders from the command line and the library: which vectors, which facts, which
 * files. Open it to see what {@code habitus sae} does.
 */
@NullMarked
package io.habitus.pipeline.sae;

import org.jspecify.annotations.NullMarked;
