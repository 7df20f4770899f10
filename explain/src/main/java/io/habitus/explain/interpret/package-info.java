/**
 * What features detect: every feature against every attribute, beside raw columns and random
 * directions, guarded against chance; names and how sure they are. Open it to ask what a vector's
 * directions mean.
 */
@NullMarked
package io.habitus.explain.interpret;

import org.jspecify.annotations.NullMarked;
