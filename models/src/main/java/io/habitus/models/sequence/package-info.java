/**
 * What SRA, FIP and MTL share: the unified event sequence of a window, cut into batches, shards and
 * packed rows, and embedding with a fitted network. Open it to build another model on sequences of
 * event vectors.
 */
@NullMarked
package io.habitus.models.sequence;

import org.jspecify.annotations.NullMarked;
