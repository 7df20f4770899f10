package io.habitus.pipeline.sae;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Split;
import io.habitus.explain.client.ClientFacts;
import io.habitus.explain.interpret.Effects;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.Looked;
import io.habitus.explain.interpret.Question;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.pipeline.Habitus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** A sparse autoencoder of client profiles, and what its features say about clients. */
public final class ProfileSae {
  /** Vectors that are looked at; more would change no number by much. */
  private static final int MOST_LOOKED_AT = 50_000;

  private ProfileSae() {}

  /**
   * What clients are known by.
   *
   * @param name of the data
   * @param hashes of the data, as provenance names it: of each part that was appended, oldest first
   * @param input events before the cut-off
   * @param tasks of the split
   * @param clientNames the log's own ids of clients, by code
   */
  public record Known(
      String name,
      List<String> hashes,
      Histories input,
      TaskSet tasks,
      LongFunction<String> clientNames) {
    public Known {
      hashes = List.copyOf(hashes);
    }

    /** Of a store that is open. */
    public static Known of(String name, SequenceStore store, Histories input, TaskSet tasks) {
      return new Known(
          name,
          store.manifest().generations().stream().map(part -> part.source().hash()).toList(),
          input,
          tasks,
          code -> store.clientIds().find(code).orElse(Long.toString(code)));
    }
  }

  /**
   * Trains on the profiles, looks at what clients did before the cut-off and after it, and writes a
   * folder: weights, card.json, report.json, index.html and a page per feature.
   *
   * @param data whose events the facts are counted from
   * @param profiles folder of profiles
   * @param days length of a target window, as in {@code habitus embed}
   * @param showIds whether pages name clients
   * @param out appears whole
   * @throws InputException if the profiles have seen events after the data's cut-off, or are of
   *     other data
   * @throws io.habitus.core.problem.UsageException if something other than features is in {@code
   *     out}
   */
  public static SaeResult run(
      Habitus data,
      Path profiles,
      OptionalInt days,
      SaeOptions options,
      boolean showIds,
      Path out,
      RunContext context) {
    String name = data.data().path().toAbsolutePath().normalize().getFileName().toString();
    Split split = data.split(days);
    Histories input = data.store().histories(Long.MIN_VALUE, split.cutOffMicros());
    Known known = Known.of(name, data.store(), input, data.tasks(split));
    return run(known, profiles, options, showIds, out, context);
  }

  /** The same with what is known of clients at hand. */
  public static SaeResult run(
      Known known,
      Path profiles,
      SaeOptions options,
      boolean showIds,
      Path out,
      RunContext context) {
    SaeResult.KIND.require(out);
    ProfileFolder folder = ProfileFolder.read(profiles);
    ProfileOrigin origin = ProfileOrigin.of(profiles, folder.provenance(), known);
    folder.provenance().ifPresent(made -> requireBefore(profiles, made, known.tasks().split()));
    Profiles vectors = folder.profiles();
    if (vectors.size() == 0) {
      throw new InputException(
          Problem.inFile(profiles.toString(), "at least one client", "none", ""));
    }
    List<Question> questions =
        ClientFacts.questions(known.input(), known.tasks(), vectors.clientIds(), context);
    int active = questions.getFirst().attributes().about().cardinality();
    origin.requireKnown(profiles, known.name(), active, vectors.size());
    int[] rows = lookedAt(vectors.size());
    Path path = profiles.toAbsolutePath().normalize();
    List<String> names = names(known, vectors, rows, showIds);
    SequencedMap<String, Object> card = new LinkedHashMap<>();
    card.put("kind", "sparse autoencoder of client profiles");
    card.put("profiles", path.getFileName().toString());
    SaeJob job =
        new SaeJob(
            new SaeJob.Vectors(
                MatrixActivations.of(vectors),
                vectors.size(),
                vectors.width(),
                Scaling.Kind.COLUMNS,
                path.toString()),
            new Looked(some(vectors, rows), rows, questions),
            names,
            ProfileSae::columns,
            (autoencoder, found) ->
                ClientTrails.of(
                    known.input(), row -> vectors.clientIds()[rows[row]], names, found, context),
            new SaeJob.Words(
                "What the profiles of " + known.name() + " mean",
                "client",
                "one unit of the feature, in standard deviations of each column"),
            card);
    Provenance.Builder provenance =
        Provenance.of("sae").dataHash(known.hashes().getLast()).split(known.tasks().split());
    return job.run(options, provenance, out, context);
  }

  private static void requireBefore(Path profiles, Provenance made, Split split) {
    Instant cutOff = made.cutOff();
    if (cutOff != null && cutOff.isAfter(split.trainStart())) {
      throw new InputException(
          Problem.inFile(
              profiles.toString(),
              "profiles that end at " + split.trainStart() + " or before",
              "events until " + cutOff,
              "What clients did afterwards would be known already."));
    }
  }

  private static int[] lookedAt(int clients) {
    int count = Math.min(clients, MOST_LOOKED_AT);
    return IntStream.range(0, count).map(i -> (int) ((long) i * clients / count)).toArray();
  }

  private static float[] some(Profiles vectors, int[] rows) {
    float[] some = new float[rows.length * vectors.width()];
    for (int i = 0; i < rows.length; i++) {
      vectors.read(rows[i], some, i * vectors.width());
    }
    return some;
  }

  /** A direction's own columns, in standard deviations. */
  private static Effects columns(SparseAutoencoder autoencoder) {
    float[] factor = autoencoder.scaling().factor();
    return direction -> {
      List<FeatureFacts.Effect> changes = new ArrayList<>();
      for (int c = 0; c < direction.length; c++) {
        changes.add(new FeatureFacts.Effect("column " + c, direction[c] * factor[c]));
      }
      return changes;
    };
  }

  private static List<String> names(Known known, Profiles vectors, int[] rows, boolean showIds) {
    return IntStream.range(0, rows.length)
        .mapToObj(i ->
            showIds
                ? "client " + known.clientNames().apply(vectors.clientIds()[rows[i]])
                : "client " + (i + 1) + " of the sample")
        .toList();
  }
}
