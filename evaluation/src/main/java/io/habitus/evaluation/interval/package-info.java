/**
 * How sure a score is: bootstrap intervals over clients, and the paired test behind every "better".
 * Open it to see what an interval covers and what it does not.
 */
@NullMarked
package io.habitus.evaluation.interval;

import org.jspecify.annotations.NullMarked;
