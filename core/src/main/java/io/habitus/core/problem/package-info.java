/**
 * What can be wrong with a user's input, said so that it can be mended. Open it when you raise or
 * print an error.
 */
@NullMarked
package io.habitus.core.problem;

import org.jspecify.annotations.NullMarked;
