/**
 * What an evaluation says: records that are written as {@code evaluation.json} and read by reports.
 * Open it to know what a field means.
 */
@NullMarked
package io.habitus.evaluation.result;

import org.jspecify.annotations.NullMarked;
