/**
 * Runs a recipe: data, split, members, merge, evaluation, report, each a step that is kept. Open
 * {@code RecipeRunner} to see the order of a whole run on one screen.
 */
@NullMarked
package io.habitus.pipeline.run;

import org.jspecify.annotations.NullMarked;
