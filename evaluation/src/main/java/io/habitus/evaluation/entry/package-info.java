/**
 * Entries: folders of profiles, checked as the organisers check them. Open it to see what makes one
 * invalid.
 */
@NullMarked
package io.habitus.evaluation.entry;

import org.jspecify.annotations.NullMarked;
