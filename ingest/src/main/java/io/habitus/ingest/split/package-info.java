/**
 * Splits a challenge directory into files in the organisers' layout: what {@code habitus split}
 * does. For work inside Habitus no files are split: a store is read through windows.
 */
@NullMarked
package io.habitus.ingest.split;

import org.jspecify.annotations.NullMarked;
