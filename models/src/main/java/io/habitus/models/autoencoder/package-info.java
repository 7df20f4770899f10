/**
 * GRU autoencoders of token sequences (arXiv 2508.07748): an encoder reads a history into one
 * vector, a decoder writes it down again from that vector. Open it to train them, or to see how
 * much of a history a vector holds. See {@code docs/models/gru-ae.md}.
 */
@NullMarked
package io.habitus.models.autoencoder;

import org.jspecify.annotations.NullMarked;
