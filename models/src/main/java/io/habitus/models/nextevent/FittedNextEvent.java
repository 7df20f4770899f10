package io.habitus.models.nextevent;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenReader;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Renewal;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.models.embedding.EmbeddingPass;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A fitted transformer: owns its weights.
 *
 * @param untilMicros where the histories ended that it was fitted on
 */
record FittedNextEvent(
    NextEventModel model,
    long seed,
    TokenLayout layout,
    NextEventNetwork network,
    Weights weights,
    FitSummary summary,
    long untilMicros)
    implements FittedProfileModel {

  @Override
  public Optional<Instant> learnedUntil() {
    return Optional.of(Micros.toInstant(untilMicros));
  }

  @Override
  public int width() {
    return model.settings().width();
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, width()).mapToObj(column -> "state." + column).toList();
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    return embed(Optional.empty(), input, clients, context).profiles();
  }

  @Override
  public Renewal renewal() {
    return new Renewal.ByClient(this::embed);
  }

  private DigestedProfiles embed(
      Optional<DigestedProfiles> before, Histories input, ClientSet clients, RunContext context) {
    TokenReader reader = TokenReader.of(input, layout);
    VectorReader vectors = new VectorReader(this);
    return EmbeddingPass.byShards(
        clients,
        width(),
        before,
        input.shardCount(),
        context,
        (pass, shards) -> vectors.read(input, shards, reader.another(), clients, pass, context));
  }

  @Override
  public void save(Path folder) {
    ModelFolder.save(this, folder);
  }

  @Override
  public void close() {
    weights.close();
  }
}
