package io.habitus.models.text;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.text.CachedTextEncoder;
import io.habitus.features.text.SentenceEncoder;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What to read and how; with the encoder and the vectors that it made, if anything is text. */
final class FittedText implements FittedProfileModel {
  private final SortedMap<String, String> parameters;
  private final long seed;
  private final TextLayout layout;
  private final Optional<CachedTextEncoder> encoder;

  private FittedText(
      SortedMap<String, String> parameters,
      long seed,
      TextLayout layout,
      Optional<CachedTextEncoder> encoder) {
    this.parameters = parameters;
    this.seed = seed;
    this.layout = layout;
    this.encoder = encoder;
  }

  static FittedText of(
      SortedMap<String, String> parameters,
      long seed,
      TextLayout read,
      Histories input,
      ClientSet clients,
      RunContext context) {
    if (!read.hasTexts()) {
      return new FittedText(parameters, seed, read, Optional.empty());
    }
    CachedTextEncoder encoder = new CachedTextEncoder(SentenceEncoder.bundled());
    TextLayout layout = read.with(encoder.id(), encoder.width());
    FittedText fitted = new FittedText(parameters, seed, layout, Optional.of(encoder));
    try {
      LineVectors unused = fitted.lines(input, clients, context);
      return fitted;
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  static FittedText load(SavedModel saved, Path folder) {
    TextLayout layout = saved.state(TextLayout.class, folder);
    if (!layout.hasTexts()) {
      return new FittedText(saved.parameters(), saved.seed(), layout, Optional.empty());
    }
    CachedTextEncoder encoder = new CachedTextEncoder(SentenceEncoder.bundled());
    if (!encoder.id().equals(layout.encoder())) {
      encoder.close();
      throw new InputException(
          Problem.inColumn(
              folder.resolve(SavedModel.FILE).toString(),
              "encoder",
              encoder.id(),
              layout.encoder(),
              "Another version of Habitus made this model: fit it again."));
    }
    return new FittedText(saved.parameters(), saved.seed(), layout, Optional.of(encoder));
  }

  @Override
  public int width() {
    return layout.width();
  }

  @Override
  public List<String> columns() {
    return layout.columns();
  }

  /** A row for every client, ascending; zeros for one that nothing is written of. */
  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    LineVectors lines = lines(input, clients, context);
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), width(), context);
    var unused =
        Parallel.map(
            "averaging texts",
            "shards",
            input.shardCount(),
            context,
            shard -> {
              shard(input, shard, clients, lines, matrix, context);
              return shard;
            });
    return matrix.toProfiles();
  }

  private void shard(
      Histories input,
      int shard,
      ClientSet clients,
      LineVectors lines,
      ProfileMatrix matrix,
      RunContext context) {
    ClientMeans means = new ClientMeans(layout, input, lines);
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("averaging texts");
        int row = clients.rank(cursor.events().clientId());
        if (row >= 0) {
          matrix.set(row, means.of(cursor.events()));
        }
      }
    }
  }

  private LineVectors lines(Histories input, ClientSet clients, RunContext context) {
    if (encoder.isEmpty()) {
      return LineVectors.none();
    }
    String cache = parameters.getOrDefault("cache", "");
    Optional<Path> folder =
        cache.isEmpty()
            ? context.workFolder().map(work -> work.resolve("texts"))
            : Optional.of(Path.of(cache));
    return LineVectors.of(layout, input, clients, encoder.get(), folder, context);
  }

  @Override
  public void save(Path folder) {
    SavedModel.write(folder, TextModel.KIND.name(), parameters, seed, layout);
  }

  @Override
  public void close() {
    encoder.ifPresent(CachedTextEncoder::close);
  }
}
