/**
 * Arithmetic of our own on heap arrays: matrix products with weights packed once and used for many
 * steps, the elementwise parts of recurrent layers, and rows of factors. Every kernel exists twice,
 * with the Vector API and in plain Java, and both give the same bits. Open it to make something
 * faster.
 */
@NullMarked
package io.habitus.engine.kernel;

import org.jspecify.annotations.NullMarked;
