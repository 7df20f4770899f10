/**
 * Tensors with owners, and libtorch beneath them: the only package that sees {@code org.bytedeco}.
 * Open it to add an operation ({@link io.habitus.engine.Operations}), to see who frees native
 * memory ({@link io.habitus.engine.TensorOwner}) or how the native libraries are chosen and loaded
 * ({@link io.habitus.engine.NativeRuntime}).
 *
 * <p>Parallelism is the caller's: libtorch and its BLAS run on one thread, and work is spread over
 * Java threads, each with tensors of its own. Two threads of libtorch's own cost more than they
 * bring (its OpenMP and BLAS pools spin against each other).
 */
@NullMarked
package io.habitus.engine;

import org.jspecify.annotations.NullMarked;
