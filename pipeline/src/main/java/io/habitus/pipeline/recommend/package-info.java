/**
 * Recommenders on data that lies on disk: reading it with its content, fitting, lists for many
 * clients, experiments. Open it to see what habitus recommend and habitus experiment do.
 */
@NullMarked
package io.habitus.pipeline.recommend;

import org.jspecify.annotations.NullMarked;
