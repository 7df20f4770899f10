package io.habitus.models.factorisation.warp;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.SavedModel;
import io.habitus.models.factorisation.ClientVectors;
import io.habitus.models.factorisation.Tensors;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A row of numbers per query code and per name code. Its folder: {@code model.json}, {@code
 * model.safetensors}.
 *
 * @param model what was fitted
 * @param seed of the fit
 * @param state what else is saved
 * @param weights that were learned
 */
record FittedWarp(WarpModel model, long seed, State state, WarpWeights weights)
    implements FittedProfileModel {
  /**
   * What model.json holds.
   *
   * @param learnedUntil exclusive end of what was learned from
   * @param clients with a cell
   * @param positives cells that were learned from
   */
  record State(Instant learnedUntil, int clients, int positives) {}

  static FittedWarp load(SavedModel saved, Path folder, WarpModel model) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(Tensors.FILE))) {
      WarpWeights weights =
          new WarpWeights(
              Tensors.floats(file, "query_codes"),
              Tensors.floats(file, "name_codes"),
              Tensors.floats(file, "name_code_biases"),
              new float[0],
              new float[0],
              new float[0]);
      return new FittedWarp(model, saved.seed(), saved.state(State.class, folder), weights);
    }
  }

  @Override
  public int width() {
    return model.settings().components();
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
    CodeFields codes = CodeFields.of(input.schema());
    float[] absent = new float[width()];
    represent(codes.withoutSearch(), absent);
    return ClientVectors.of(
        input,
        clients,
        absent,
        () -> {
          float[] features = new float[codes.queryCodes()];
          return (events, vector) -> {
            codes.client(input, events, features, 0);
            represent(features, vector);
          };
        },
        context);
  }

  private void represent(float[] features, float[] vector) {
    int width = FactorKernel.width(width());
    for (int k = 0; k < vector.length; k++) {
      float sum = 0;
      for (int f = 0; f < features.length; f++) {
        sum = Math.fma(features[f], weights.clients()[f * width + k], sum);
      }
      vector[k] = sum;
    }
  }

  @Override
  public void save(Path folder) {
    Tensors.save(
        folder,
        model,
        seed,
        state,
        Tensors.parts("query_codes", weights.clients()),
        Tensors.parts("name_codes", weights.items()),
        Tensors.parts("name_code_biases", weights.biases()));
  }
}
