/**
 * How clients are put together in batches: similar lengths, in an order that is random and can be
 * repeated. Open it when you feed a model that reads sequences.
 */
@NullMarked
package io.habitus.features.batch;

import org.jspecify.annotations.NullMarked;
