package io.habitus.pipeline.study;

import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.sequential.Settings;
import java.util.Optional;

/**
 * What to learn.
 *
 * @param choice what counts as taking an item
 * @param content of items; without it, new items have no rank
 * @param maxDeltaNorm how far a vector may be learned away from its content
 * @param settings of the network and its training
 * @param autoencoder of its hidden states
 * @param seed of everything random
 * @param showIds whether clients are named
 */
public record StudyRequest(
    ItemChoice choice,
    Optional<ContentSource> content,
    double maxDeltaNorm,
    Settings settings,
    SaeOptions autoencoder,
    long seed,
    boolean showIds) {}
