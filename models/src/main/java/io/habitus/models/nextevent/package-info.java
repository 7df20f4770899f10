/**
 * Transformers that are asked for a client's next event (arXiv 2508.07748): {@code next-product}
 * for its category, type and price, {@code next-url} for the page. The profile is the state after
 * the last event. Open it to train them. See {@code docs/models/next-event.md}.
 */
@NullMarked
package io.habitus.models.nextevent;

import org.jspecify.annotations.NullMarked;
