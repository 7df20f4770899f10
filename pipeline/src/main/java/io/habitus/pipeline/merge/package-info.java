/**
 * Profiles made from other profiles: scaled, filled, weighted, put side by side or added. Open it
 * to add an operator.
 */
@NullMarked
package io.habitus.pipeline.merge;

import org.jspecify.annotations.NullMarked;
