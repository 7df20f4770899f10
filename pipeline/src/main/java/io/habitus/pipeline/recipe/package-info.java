/**
 * Recipes: YAML files that say what to run. Open it to add a key: a record holds it, its {@code
 * read} names the default, and {@code docs/recipes.md} documents it.
 */
@NullMarked
package io.habitus.pipeline.recipe;

import org.jspecify.annotations.NullMarked;
