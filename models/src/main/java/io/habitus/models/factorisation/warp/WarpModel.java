package io.habitus.models.factorisation.warp;

import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.UnseenClients;
import io.habitus.models.factorisation.FitMemory;
import io.habitus.models.factorisation.matrix.CellRules;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.EventWeights;
import io.habitus.models.factorisation.matrix.ItemKind;
import io.habitus.models.factorisation.matrix.MatrixScan;
import io.habitus.models.factorisation.matrix.MatrixSize;
import io.habitus.models.sequence.FitWindow;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The LightFM member of ai_lab_recsys: which items a client buys, told from the codes of the
 * client's queries and of the items' names alone. The vector is linear in the client's mean query
 * codes.
 *
 * @param weights of events in the cells
 * @param settings of the fit
 * @param allClients {@code learn-from}: everyone, else those that profiles are wanted for
 */
public record WarpModel(EventWeights weights, WarpSettings settings, boolean allClients)
    implements ProfileModel {
  private static final String ALL = "all";
  private static final String RELEVANT = "relevant";
  private static final EventWeights PUBLISHED = new EventWeights(1, 0.7, -0.5, 0);

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "warp";
        }

        @Override
        public String summary() {
          return "what queries tell of the items a client buys: WARP over codes (ai_lab_recsys)";
        }

        @Override
        public Map<String, String> defaults() {
          return new WarpModel(PUBLISHED, new WarpSettings(64, 30, 0.05, 10), true).parameters();
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return of(parameters);
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return FittedWarp.load(
              saved, folder, of(Parameters.of(name(), saved.parameters(), defaults())));
        }
      };

  private static WarpModel of(Parameters parameters) {
    return new WarpModel(
        EventWeights.of(parameters),
        WarpSettings.of(parameters),
        parameters.choice("learn-from", ALL, RELEVANT).equals(ALL));
  }

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    TreeMap<String, String> parameters = new TreeMap<>();
    weights.addTo(parameters);
    settings.addTo(parameters);
    parameters.put("learn-from", allClients ? ALL : RELEVANT);
    return parameters;
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    CodeFields codes = CodeFields.of(input.schema());
    FitWindow window = FitWindow.of(input, 0, context);
    CellRules rules = new CellRules(ItemKind.SKU, weights, false);
    LongPredicate learnedFrom = id -> allClients || clients.contains(id);
    FitMemory memory = FitMemory.warp(codes.queryCodes(), codes.nameCodes());
    memory.check(input, rules, learnedFrom, 0, context);
    ClientItems matrix = MatrixScan.of(input, rules, learnedFrom, context);
    memory.check(MatrixSize.of(matrix), 0, context.resources());
    float[] names = codes.names(input, matrix.names().values());
    WarpData data =
        WarpData.of(
            matrix,
            clients(input, codes, matrix, context),
            codes.queryCodes(),
            names,
            codes.nameCodes());
    WarpWeights learned = WarpTrainer.run(data, settings, seed, context);
    FittedWarp.State state =
        new FittedWarp.State(
            Micros.toInstant(window.endMicros()), matrix.clientCount(), data.positives().length);
    return new FittedWarp(this, seed, state, learned);
  }

  /** (clients × query codes) features of the matrix's rows. */
  private static float[] clients(
      Histories input, CodeFields codes, ClientItems matrix, RunContext context) {
    int most = (Integer.MAX_VALUE - 8) / codes.queryCodes(); // of an array
    if (matrix.clientCount() > most) {
      throw new UsageException(
          "model warp: expected at most %,d clients to learn from, found %,d: set learn-from=relevant"
              .formatted(most, matrix.clientCount()));
    }
    float[] features = new float[matrix.clientCount() * codes.queryCodes()];
    Parallel.map(
        "reading queries",
        "shards",
        input.shardCount(),
        context,
        shard -> {
          try (Histories.Cursor cursor = input.open(shard)) {
            while (cursor.next()) {
              context.checkStopped("reading queries");
              int row = ClientItems.find(matrix.clients(), cursor.events().clientId());
              if (row >= 0) {
                codes.client(input, cursor.events(), features, row * codes.queryCodes());
              }
            }
          }
          return shard;
        });
    return features;
  }
}
