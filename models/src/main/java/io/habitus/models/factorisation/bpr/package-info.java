/**
 * Bayesian personalised ranking by matrix factorisation (Rendle et al. 2009): as published by
 * EmbedNBreakfast, and with cells that count by their values. See {@code docs/models/bpr.md}.
 */
@NullMarked
package io.habitus.models.factorisation.bpr;

import org.jspecify.annotations.NullMarked;
