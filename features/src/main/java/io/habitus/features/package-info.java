/** Per-client statistics and the global tables they need; one package per family of features. */
@NullMarked
package io.habitus.features;

import org.jspecify.annotations.NullMarked;
