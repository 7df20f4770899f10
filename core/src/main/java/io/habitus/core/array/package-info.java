/** NumPy files. */
@NullMarked
package io.habitus.core.array;

import org.jspecify.annotations.NullMarked;
