/**
 * Client vectors and their files: ids and vectors always travel together. Open it to read or write
 * profiles.
 */
@NullMarked
package io.habitus.core.profile;

import org.jspecify.annotations.NullMarked;
