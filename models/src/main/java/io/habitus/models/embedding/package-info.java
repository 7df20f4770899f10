/**
 * The pass that makes vectors, client by client: what is known already is taken over, what is
 * finished is kept so that a killed pass goes on. Open it when you write a model whose vectors are
 * computed one client at a time.
 *
 * <p>A vector is recognised by a {@link io.habitus.models.embedding.InputDigest} of all that it
 * depends on, the weights included: equal digests, equal vectors, whatever has happened to the
 * data.
 */
@NullMarked
package io.habitus.models.embedding;

import org.jspecify.annotations.NullMarked;
