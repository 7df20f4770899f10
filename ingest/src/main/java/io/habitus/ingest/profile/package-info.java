/**
 * Profiles for other tools: the log's own ids beside the codes of profiles, and profiles as one
 * Parquet table. Open it to change what such files hold.
 */
@NullMarked
package io.habitus.ingest.profile;

import org.jspecify.annotations.NullMarked;
