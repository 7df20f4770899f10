package io.habitus.models.factorisation.bpr;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.Task;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.UnseenClients;
import io.habitus.models.factorisation.FitMemory;
import io.habitus.models.factorisation.TargetLabels;
import io.habitus.models.factorisation.matrix.CellRules;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.EventWeights;
import io.habitus.models.factorisation.matrix.ItemKind;
import io.habitus.models.factorisation.matrix.MatrixScan;
import io.habitus.models.sequence.FitWindow;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * BPR matrix factorisation (EmbedNBreakfast, RecSys Challenge 2025): the vector is how highly a
 * client would rank each of the labels of a propensity task, or the client's factors.
 *
 * @param name {@code bpr-sku} or {@code bpr-category}
 * @param items what is ranked
 * @param weights of events in the cells
 * @param settings of the fit
 * @param labels which labels are scored
 * @param options what comes out, and who is learned from
 */
public record BprModel(
    String name,
    ItemKind items,
    EventWeights weights,
    BprSettings settings,
    LabelChoice labels,
    Options options)
    implements ProfileModel {

  /**
   * Where labels come from.
   *
   * @param targetDays {@code target-days}: length of the window whose most frequent values they
   *     are; 0 for the data's target window
   * @param given {@code labels}: whether lists that came with the data are taken, where it has some
   */
  record LabelChoice(int targetDays, boolean given) {}

  /**
   * What comes out.
   *
   * @param factors {@code columns}: the client's factors instead of scores
   * @param zeros {@code unseen}: zeros for clients that were not learned from, as published
   * @param allClients {@code learn-from}: everyone, else those that profiles are wanted for
   */
  record Options(boolean factors, boolean zeros, boolean allClients) {}

  @Override
  public SortedMap<String, String> parameters() {
    TreeMap<String, String> parameters = new TreeMap<>();
    BprKind.describe(this, parameters);
    return parameters;
  }

  @Override
  public UnseenClients unseenClients() {
    return options.zeros ? UnseenClients.TRANSDUCTIVE : UnseenClients.FOLD_IN;
  }

  CellRules rules() {
    return new CellRules(items, weights, true);
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    FitWindow window = FitWindow.of(input, 0, context);
    LongPredicate learned = client -> options.allClients || clients.contains(client);
    FitMemory.BPR.check(input, rules(), learned, settings.factors(), context);
    ClientItems matrix = MatrixScan.of(input, rules(), learned, context);
    BprFactors factors = BprTrainer.run(matrix, settings, seed, name, context);
    String task = items == ItemKind.CATEGORY ? Task.CATEGORY : Task.SKU;
    List<String> scored =
        options.factors
            ? List.of()
            : TargetLabels.of(window, task, labels.targetDays, labels.given, context);
    FittedBpr.State state =
        new FittedBpr.State(
            Micros.toInstant(window.endMicros()),
            matrix.clientCount(),
            matrix.cells(),
            CellWeights.of(matrix, settings.weighted()).scale(),
            scored,
            matrix.names().values());
    KnownClients known =
        new KnownClients(matrix.clients(), KnownClients.digests(matrix), factors.clients());
    return new FittedBpr(
        this, seed, state, known, factors.items(), factors.biases(), matrix.cellsByItem());
  }
}
