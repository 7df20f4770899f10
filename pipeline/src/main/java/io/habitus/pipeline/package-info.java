/**
 * Runs a recipe from raw logs to a report. Open it to see the order of the steps; what a recipe may
 * say is in {@code recipe}, what is kept between runs in {@code step}, what is shown in {@code
 * report}.
 */
@NullMarked
package io.habitus.pipeline;

import org.jspecify.annotations.NullMarked;
