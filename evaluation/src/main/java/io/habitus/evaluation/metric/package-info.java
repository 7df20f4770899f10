/**
 * What a prediction is worth: AUROC with exact ties, novelty, diversity and the tasks' scores as
 * the challenge defines them, and the measures of numeric targets. Open it to see what a number
 * means or to add one.
 */
@NullMarked
package io.habitus.evaluation.metric;

import org.jspecify.annotations.NullMarked;
