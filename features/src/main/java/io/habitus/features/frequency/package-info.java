/** How often each value occurs among some clients' events, and which are the most frequent. */
@NullMarked
package io.habitus.features.frequency;

import org.jspecify.annotations.NullMarked;
