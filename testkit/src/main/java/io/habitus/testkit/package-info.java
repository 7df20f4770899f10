/** Test support that several modules share. Never used outside tests. */
@NullMarked
package io.habitus.testkit;

import org.jspecify.annotations.NullMarked;
