/**
 * The sparse client × item matrix that factorisations learn from: which cells a client's events
 * make, the whole matrix from one pass over a store, and items by name so that they outlive it.
 * Open it to change what a cell is.
 */
@NullMarked
package io.habitus.models.factorisation.matrix;

import org.jspecify.annotations.NullMarked;
