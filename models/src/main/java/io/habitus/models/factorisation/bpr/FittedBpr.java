package io.habitus.models.factorisation.bpr;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.engine.kernel.FactorKernel;
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
 * Learned factors. Its folder: {@code model.json} with items and labels, {@code model.safetensors}.
 *
 * @param model what was fitted
 * @param seed of the fit
 * @param state what else is saved
 * @param known clients of the fit
 * @param items (items, factors)
 * @param biases (items)
 * @param frequency (items) cells of each in the fit
 */
@SuppressWarnings("ArrayRecordComponent")
record FittedBpr(
    BprModel model,
    long seed,
    State state,
    KnownClients known,
    FactorRows items,
    float[] biases,
    int[] frequency)
    implements FittedProfileModel {
  /**
   * What model.json holds.
   *
   * @param learnedUntil exclusive end of what was learned from
   * @param clients learned from
   * @param cells of the matrix
   * @param scale of the cells' weights
   * @param labels that are scored; none where columns are factors or the input has no target event
   * @param items of the matrix
   */
  record State(
      Instant learnedUntil,
      int clients,
      int cells,
      float scale,
      List<String> labels,
      List<String> items) {}

  static FittedBpr load(SavedModel saved, Path folder, BprModel model) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(Tensors.FILE))) {
      KnownClients known =
          new KnownClients(
              Tensors.longs(file, "client_ids"),
              Tensors.longs(file, "client_digests"),
              Tensors.rows(file, "clients"));
      return new FittedBpr(
          model,
          saved.seed(),
          saved.state(State.class, folder),
          known,
          Tensors.rows(file, "items"),
          Tensors.floats(file, "item_biases"),
          Tensors.ints(file, "item_cells"));
    }
  }

  private boolean givesFactors() {
    return model.options().factors();
  }

  @Override
  public int width() {
    return givesFactors() ? items.columns() : Math.max(1, state.labels.size());
  }

  @Override
  public List<String> columns() {
    if (givesFactors()) {
      return IntStream.range(0, width()).mapToObj(i -> model.name() + "." + i).toList();
    }
    return state.labels.isEmpty()
        ? List.of(model.name() + ".none")
        : state.labels.stream()
            .map(label -> model.name() + ".score." + model.items().word() + "=" + label)
            .toList();
  }

  @Override
  public Optional<Instant> learnedUntil() {
    return Optional.of(state.learnedUntil);
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    ItemNames names = new ItemNames(state.items);
    int[] numbers = names.numbers(model.items().codes(input).vocabulary());
    Optional<FrequencySampler> sampler =
        frequency.length == 0 ? Optional.empty() : Optional.of(FoldIn.sampler(frequency));
    LabelScores scores = new LabelScores(names.find(state.labels), items, biases);
    float[] absent = new float[width()];
    if (!model.options().zeros() && !givesFactors()) {
      scores.of(new float[items.width()], absent);
    }
    return ClientVectors.of(
        input,
        clients,
        absent,
        () -> {
          CellReader reader = new CellReader(input, model.rules(), numbers);
          Optional<FoldIn> foldIn = sampler.map(this::foldIn);
          float[] row = new float[items.width()];
          return (events, vector) -> {
            if (find(events, reader, foldIn, row)) {
              write(row, scores, vector);
            } else {
              System.arraycopy(absent, 0, vector, 0, vector.length);
            }
          };
        },
        context);
  }

  private FoldIn foldIn(FrequencySampler sampler) {
    return new FoldIn(model.settings(), seed, items, biases, sampler, state.scale);
  }

  /** Writes the client's factors into {@code row}; false where there is nothing to go by. */
  private boolean find(
      EventSequence events, CellReader reader, Optional<FoldIn> foldIn, float[] row) {
    int cells = reader.read(events);
    int place = known.find(events.clientId());
    boolean zeros = model.options().zeros();
    if (place >= 0 && (zeros || known.digests()[place] == reader.digest())) {
      FactorRows factors = known.factors();
      System.arraycopy(factors.array(place), factors.at(place), row, 0, factors.width());
      return true;
    }
    if (zeros || cells == 0 || foldIn.isEmpty()) {
      return false;
    }
    foldIn.get().solve(events.clientId(), reader.items(), reader.values(), cells, row);
    return true;
  }

  private void write(float[] row, LabelScores scores, float[] vector) {
    if (givesFactors()) {
      System.arraycopy(row, 0, vector, 0, vector.length);
    } else {
      scores.of(row, vector);
    }
  }

  /** Scores of the labels. */
  private record LabelScores(int[] labels, FactorRows items, float[] biases) {

    /** A label that is no item has the mean of the others. */
    void of(float[] client, float[] scores) {
      FactorKernel kernel = FactorKernel.get();
      double sum = 0;
      int seen = 0;
      for (int label = 0; label < labels.length; label++) {
        int item = labels[label];
        if (item >= 0) {
          float product = kernel.dot(items.width(), client, 0, items.array(item), items.at(item));
          scores[label] = product + biases[item];
          sum += scores[label];
          seen++;
        }
      }
      for (int label = 0; label < labels.length; label++) {
        if (labels[label] < 0) {
          scores[label] = seen == 0 ? 0 : (float) (sum / seen);
        }
      }
    }
  }

  @Override
  public void save(Path folder) {
    Tensors.save(
        folder,
        model,
        seed,
        state,
        Tensors.parts("client_ids", known.ids()),
        Tensors.parts("client_digests", known.digests()),
        Tensors.parts("clients", known.factors()),
        Tensors.parts("items", items),
        Tensors.parts("item_biases", biases),
        Tensors.parts("item_cells", frequency));
  }
}
