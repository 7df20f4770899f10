/**
 * Opening data: a store, or a challenge directory, which is ingested once into a store that is
 * kept. Open it to change where such stores are or when they are made anew.
 */
@NullMarked
package io.habitus.pipeline.data;

import org.jspecify.annotations.NullMarked;
