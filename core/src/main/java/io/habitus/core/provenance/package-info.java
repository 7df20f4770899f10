/** Who made a file, from what, with which seed and versions. */
@NullMarked
package io.habitus.core.provenance;

import org.jspecify.annotations.NullMarked;
