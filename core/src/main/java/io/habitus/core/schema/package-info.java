/** What a log is made of: event types, fields, items, and the target event. */
@NullMarked
package io.habitus.core.schema;

import org.jspecify.annotations.NullMarked;
