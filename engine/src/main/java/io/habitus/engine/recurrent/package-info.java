/**
 * Recurrent layers over packed sequences: no step of a client that has ended is computed. Open it
 * to change the GRU or its kernels.
 */
@NullMarked
package io.habitus.engine.recurrent;

import org.jspecify.annotations.NullMarked;
