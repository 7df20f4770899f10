/**
 * How lately, how often, how long and for how much a client was active: recency, frequency,
 * monetary value and what belongs to them.
 */
@NullMarked
package io.habitus.features.activity;

import org.jspecify.annotations.NullMarked;
