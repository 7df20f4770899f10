/**
 * A simulated shop in the challenge's format, at any size, whose true probabilities are known. Open
 * it for data to try things on, for a benchmark's input, or to read a score as a share of what the
 * latent state allows. The model and its equations are in {@code docs/generator.md}.
 */
@NullMarked
package io.habitus.ingest.shop;

import org.jspecify.annotations.NullMarked;
