/**
 * The sequence store: columnar, memory-mapped events ordered by (client, time, input order). Open
 * it to read or write events.
 */
@NullMarked
package io.habitus.core.store;

import org.jspecify.annotations.NullMarked;
