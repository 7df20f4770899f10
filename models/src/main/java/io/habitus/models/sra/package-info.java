/**
 * SRA, the sequence reconstruction autoencoder of EmbedNBreakfast: its network, its shards and its
 * loss. See {@code docs/models/sra.md}.
 */
@NullMarked
package io.habitus.models.sra;

import org.jspecify.annotations.NullMarked;
