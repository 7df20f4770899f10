/**
 * The linear probe: ridge and logistic regression on frozen vectors, for daily work where the
 * neural predictor takes too long. Open it to see what the probe fits and how it chooses its
 * regularisation.
 */
@NullMarked
package io.habitus.evaluation.probe;

import org.jspecify.annotations.NullMarked;
