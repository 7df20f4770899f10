/**
 * Binary facts about clients, counted from their events before the cut-off, and what they did after
 * it: attributes for the features of a profile. Open it to ask more about clients.
 */
@NullMarked
package io.habitus.explain.client;

import org.jspecify.annotations.NullMarked;
