/**
 * What is known without knowing the client: how popular things are. See {@code
 * docs/models/baselines.md}.
 */
@NullMarked
package io.habitus.models.popularity;

import org.jspecify.annotations.NullMarked;
