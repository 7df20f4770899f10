package io.habitus.models.factorisation.als;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.core.store.Histories;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.SavedModel;
import io.habitus.models.factorisation.ClientVectors;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.Tensors;
import io.habitus.models.factorisation.matrix.CellReader;
import io.habitus.models.factorisation.matrix.ItemNames;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Factors of the items. A client's vector is solved for from its own cells, whether it was in the
 * fit or not. Its folder: {@code model.json} with the items, {@code model.safetensors}.
 *
 * @param model what was fitted
 * @param seed of the fit
 * @param state what else is saved
 * @param items (items, factors)
 */
record FittedAls(AlsModel model, long seed, State state, FactorRows items)
    implements FittedProfileModel {
  /**
   * What model.json holds.
   *
   * @param learnedUntil exclusive end of what was learned from
   * @param clients learned from
   * @param cells of the matrix
   * @param items of the matrix
   */
  record State(Instant learnedUntil, int clients, int cells, List<String> items) {}

  static FittedAls load(SavedModel saved, Path folder, AlsModel model) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(Tensors.FILE))) {
      State state = saved.state(State.class, folder);
      return new FittedAls(model, saved.seed(), state, Tensors.rows(file, "items"));
    }
  }

  @Override
  public int width() {
    return model.settings().factors();
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, width()).mapToObj(i -> model.name() + "." + i).toList();
  }

  @Override
  public Optional<Instant> learnedUntil() {
    return Optional.of(state.learnedUntil);
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    int[] numbers = new ItemNames(state.items).numbers(model.items().codes(input).vocabulary());
    float[] gram;
    try (WorkerPool pool = new WorkerPool(context.resources().threads())) {
      gram = Gram.of(items, model.settings().regularisation(), pool);
    }
    return ClientVectors.of(
        input,
        clients,
        new float[width()],
        () -> {
          CellReader reader = new CellReader(input, model.rules(), numbers);
          ExactSolver solver = new ExactSolver(items, gram);
          return (events, vector) -> {
            int cells = reader.read(events);
            solver.solve(reader.items(), reader.values(), cells, vector);
          };
        },
        context);
  }

  @Override
  public void save(Path folder) {
    Tensors.save(folder, model, seed, state, Tensors.parts("items", items));
  }
}
