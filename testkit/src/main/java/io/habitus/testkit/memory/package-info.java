/**
 * A log in memory, for tests: write events down one by one, read them through the same contracts as
 * a store. Deliberately plain, so that it can serve as an oracle for the store itself.
 */
@NullMarked
package io.habitus.testkit.memory;

import org.jspecify.annotations.NullMarked;
