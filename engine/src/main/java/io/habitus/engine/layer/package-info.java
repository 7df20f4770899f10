/**
 * Layers with hand-written backward passes over buffers of the caller: nothing is allocated in a
 * step, and a weight is updated as soon as its gradient is known. Open it to build a network that
 * trains fast.
 */
@NullMarked
package io.habitus.engine.layer;

import org.jspecify.annotations.NullMarked;
