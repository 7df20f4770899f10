/**
 * What every long operation is given: threads, memory, a temporary folder, progress, and a way to
 * stop. Open it when you start work that takes more than two seconds.
 */
@NullMarked
package io.habitus.core.run;

import org.jspecify.annotations.NullMarked;
