package io.habitus.models.factorisation.als;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.UnseenClients;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.FitMemory;
import io.habitus.models.factorisation.matrix.CellRules;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.EventWeights;
import io.habitus.models.factorisation.matrix.ItemKind;
import io.habitus.models.factorisation.matrix.MatrixScan;
import io.habitus.models.sequence.FitWindow;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Implicit-feedback ALS (ai_lab_recsys, RecSys Challenge 2025): the vector is what explains best,
 * in the items' factors, which items a client has and which not.
 *
 * @param name {@code als-category} or {@code als-url}
 * @param items what columns of the matrix are
 * @param weights of events; a cell's confidence is their sum
 * @param settings of the fit
 * @param allClients {@code learn-from}: everyone, else those that profiles are wanted for
 */
public record AlsModel(
    String name, ItemKind items, EventWeights weights, AlsSettings settings, boolean allClients)
    implements ProfileModel {

  @Override
  public SortedMap<String, String> parameters() {
    TreeMap<String, String> parameters = new TreeMap<>();
    AlsKind.describe(this, parameters);
    return parameters;
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.FOLD_IN;
  }

  CellRules rules() {
    return new CellRules(items, weights, false);
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    FitWindow window = FitWindow.of(input, 0, context);
    LongPredicate learned = id -> allClients || clients.contains(id);
    FitMemory.ALS.check(input, rules(), learned, settings.factors(), context);
    ClientItems matrix = MatrixScan.of(input, rules(), learned, context);
    FactorRows factors = AlsTrainer.run(matrix, settings, seed, name, context);
    FittedAls.State state =
        new FittedAls.State(
            Micros.toInstant(window.endMicros()),
            matrix.clientCount(),
            matrix.cells(),
            matrix.names().values());
    return new FittedAls(this, seed, state, factors);
  }
}
