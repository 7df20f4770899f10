/** Runs that a test watches, stops, or kills in the middle. */
@NullMarked
package io.habitus.testkit.run;

import org.jspecify.annotations.NullMarked;
