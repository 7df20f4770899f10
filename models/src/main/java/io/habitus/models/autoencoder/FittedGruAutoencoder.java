package io.habitus.models.autoencoder;

import io.habitus.core.problem.UsageException;
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
import io.habitus.models.embedding.InputDigest;
import io.habitus.models.live.LiveProfiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A fitted autoencoder: owns its weights. */
public final class FittedGruAutoencoder implements FittedProfileModel {
  private final Settings settings;
  private final long seed;
  private final TokenLayout layout;
  private final GruAutoencoder network;
  private final Weights weights;
  private final FitSummary summary;
  private final long untilMicros;

  /**
   * A model.
   *
   * @param weights owned from now on
   * @param untilMicros where the histories ended that it was fitted on
   */
  FittedGruAutoencoder(
      Settings settings,
      long seed,
      TokenLayout layout,
      GruAutoencoder network,
      Weights weights,
      FitSummary summary,
      long untilMicros) {
    this.settings = settings;
    this.seed = seed;
    this.layout = layout;
    this.network = network;
    this.weights = weights;
    this.summary = summary;
    this.untilMicros = untilMicros;
  }

  Settings settings() {
    return settings;
  }

  long seed() {
    return seed;
  }

  TokenLayout layout() {
    return layout;
  }

  Weights weights() {
    return weights;
  }

  FitSummary summary() {
    return summary;
  }

  long untilMicros() {
    return untilMicros;
  }

  @Override
  public Optional<Instant> learnedUntil() {
    return Optional.of(Micros.toInstant(untilMicros));
  }

  @Override
  public int width() {
    return settings.hidden();
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, width()).mapToObj(column -> "hidden." + column).toList();
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
    VectorReader vectors = new VectorReader(network, weights, identity());
    return EmbeddingPass.byShards(
        clients,
        width(),
        before,
        input.shardCount(),
        context,
        (pass, shards) -> vectors.read(input, shards, reader.another(), clients, pass, context));
  }

  /** All that decides vectors beside the tokens. */
  private long identity() {
    return InputDigest.seed(weights.block(), settings.parameters().toString());
  }

  @Override
  public LiveProfiles live(Histories window, RunContext context) {
    TokenReader reader = TokenReader.of(window, layout);
    if (!reader.isByEvent()) {
      throw new UsageException(
          "gru-ae over item codes reads each item once, wherever it first occurs: its vector does"
              + " not follow from a running state");
    }
    return new LiveTokens(network, weights, reader, identity());
  }

  /**
   * Writes histories down again from their vectors alone and compares.
   *
   * @param clients whose histories; those that the model was not fitted on say more
   */
  public Reconstruction reconstruct(
      Histories input, ClientSet clients, int examples, RunContext context) {
    return new Reconstructing(network, weights, layout, heldOut())
        .run(input, clients, examples, context);
  }

  /** Whose histories say most: those that the fit set aside, or everybody's where it did not. */
  public ClientSet toReadBack(ClientSet clients) {
    long[] aside = Arrays.stream(clients.toArray()).filter(this::isSetAside).toArray();
    return aside.length == 0 ? clients : ClientSet.of(aside);
  }

  /** Whether the fit set a client aside: it was not learned from. */
  public boolean isSetAside(long client) {
    return heldOut().part(client) == HeldOut.Part.TEST;
  }

  private HeldOut heldOut() {
    return new HeldOut(seed, settings.testShare(), settings.validationShare());
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
