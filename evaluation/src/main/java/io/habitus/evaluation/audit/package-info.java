/**
 * Columns that know too much: a single one that predicts a target almost perfectly is a leak until
 * proven otherwise. Open it to see how columns are checked.
 */
@NullMarked
package io.habitus.evaluation.audit;

import org.jspecify.annotations.NullMarked;
