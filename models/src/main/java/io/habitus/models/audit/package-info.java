/**
 * Proof that a profile saw nothing from the cut-off on: the log is altered there, the model fitted
 * again, and every bit must be the same. What {@code habitus audit} does.
 */
@NullMarked
package io.habitus.models.audit;

import org.jspecify.annotations.NullMarked;
