/**
 * FIP, future interaction prediction of EmbedNBreakfast: reads a client's events up to a month ago
 * and has to say those of that month. See {@code docs/models/fip.md}.
 */
@NullMarked
package io.habitus.models.fip;

import org.jspecify.annotations.NullMarked;
