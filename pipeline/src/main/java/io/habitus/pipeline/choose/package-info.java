/**
 * Choosing honestly: what each member of a merge is worth, and which parameters are better than the
 * published ones. Both work on a {@code Workbench} of {@code pipeline.run}, so that every member is
 * made once. Open it for {@code habitus ablate} and {@code habitus tune}.
 */
@NullMarked
package io.habitus.pipeline.choose;

import org.jspecify.annotations.NullMarked;
