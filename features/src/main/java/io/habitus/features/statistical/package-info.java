/**
 * How much, how regularly, how lately and how popular: a few dozen numbers per client (those of the
 * ai_lab_recsys system on the challenge's data). Open it to see how a column is counted.
 */
@NullMarked
package io.habitus.features.statistical;

import org.jspecify.annotations.NullMarked;
