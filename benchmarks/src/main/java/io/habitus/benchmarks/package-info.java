/**
 * Side-by-side runs against other systems: each checks that both sides have the same result before
 * it compares times. Open it to repeat a number of {@code docs/benchmarks.md}.
 */
@NullMarked
package io.habitus.benchmarks;

import org.jspecify.annotations.NullMarked;
