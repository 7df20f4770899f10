/**
 * Profile models: the contract that all share. One package below this one per method, each owning
 * its data, sampling and loss.
 */
@NullMarked
package io.habitus.models;

import org.jspecify.annotations.NullMarked;
