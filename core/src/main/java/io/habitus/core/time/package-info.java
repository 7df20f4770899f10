/** Cut-offs and splits. Open it to know which events a step may see. */
@NullMarked
package io.habitus.core.time;

import org.jspecify.annotations.NullMarked;
