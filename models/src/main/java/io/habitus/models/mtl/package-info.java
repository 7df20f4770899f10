/**
 * MTL, the multi-task model of EmbedNBreakfast, with its propensity and churn variants: labels of a
 * month inside the input, network, loss. See {@code docs/models/mtl.md}.
 */
@NullMarked
package io.habitus.models.mtl;

import org.jspecify.annotations.NullMarked;
