/**
 * Who took which items, in the order of time, and how that is cut into what is learned from and
 * what is asked. Open it to recommend from another log, or to see what a protocol does.
 */
@NullMarked
package io.habitus.recommend.data;

import org.jspecify.annotations.NullMarked;
