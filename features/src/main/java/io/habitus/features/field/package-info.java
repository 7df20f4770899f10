/**
 * A field or item attribute by its name, as one function of an event: families of features need not
 * ask where a value lies.
 */
@NullMarked
package io.habitus.features.field;

import org.jspecify.annotations.NullMarked;
