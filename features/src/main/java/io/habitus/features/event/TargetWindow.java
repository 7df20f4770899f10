package io.habitus.features.event;

import io.habitus.core.store.Histories;

/**
 * A later window whose rows are to be predicted from the input's: FIP's month T + 1.
 *
 * @param histories all events up to the end of that window, of the input's store
 * @param features fitted on those histories
 * @param fromMicros start of the window; earlier rows are no targets
 */
public record TargetWindow(Histories histories, EventFeatures features, long fromMicros) {}
