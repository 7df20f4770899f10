/**
 * Vectors that follow events one by one: the running state of a client's history, which an event
 * advances and which can be kept as bytes. Open it when you serve profiles while events come in.
 */
@NullMarked
package io.habitus.models.live;

import org.jspecify.annotations.NullMarked;
