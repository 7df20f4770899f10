/** JSON files: one mapper for all of them, written by atomic rename. */
@NullMarked
package io.habitus.core.json;

import org.jspecify.annotations.NullMarked;
