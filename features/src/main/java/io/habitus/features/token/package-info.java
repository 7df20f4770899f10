/**
 * Clients' histories as sequences of tokens: each event a few small integers, one for each
 * categorical field that a model reads. Open it when you feed a model that reads or predicts values
 * rather than vectors.
 *
 * <p>The way through: {@link io.habitus.features.token.TokenFit} counts what occurs and makes a
 * {@link io.habitus.features.token.TokenLayout}, which is saved with the model; a {@link
 * io.habitus.features.token.TokenReader} turns a client's events into tokens; a {@link
 * io.habitus.features.token.TokenCorpus} holds many clients' tokens, compactly.
 */
@NullMarked
package io.habitus.features.token;

import org.jspecify.annotations.NullMarked;
