/**
 * Layers that declare their weights and compute over graphs, with PyTorch's names and initial
 * distributions. Open it to build a network.
 */
@NullMarked
package io.habitus.engine.network;

import org.jspecify.annotations.NullMarked;
