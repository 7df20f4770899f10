/**
 * Opening data: a store, or a challenge directory, which is ingested once into a store that is
 * kept; and writing profiles with what the data calls their clients. Open it to change where such
 * stores are, when they are made anew, or what a profile folder holds.
 */
@NullMarked
package io.habitus.pipeline.data;

import org.jspecify.annotations.NullMarked;
