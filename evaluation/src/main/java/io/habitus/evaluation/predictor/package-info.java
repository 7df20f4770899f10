/**
 * The organisers' fixed neural predictor: same architecture, same initial weights, same batches,
 * same optimiser. Open it to see exactly how a score comes about.
 */
@NullMarked
package io.habitus.evaluation.predictor;

import org.jspecify.annotations.NullMarked;
