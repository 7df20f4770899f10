/**
 * Tables with a row per client, such as the user's own targets. Open it to see what such a file may
 * look like.
 */
@NullMarked
package io.habitus.ingest.table;

import org.jspecify.annotations.NullMarked;
