/**
 * The user's own targets: a table of values per client becomes a task. Open it to see which tables
 * are understood and how clients are divided.
 */
@NullMarked
package io.habitus.evaluation.labels;

import org.jspecify.annotations.NullMarked;
