package io.habitus.pipeline.merge;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileWriter;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.profile.ClientNames;
import io.habitus.pipeline.data.NamedFolder;
import io.habitus.pipeline.recipe.MergeSection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Merges profiles by a recipe's {@code merge}, row by row, into a folder. */
public final class Merge {
  private static final int ROWS_BETWEEN_CHECKS = 1024;

  private final boolean sum;
  private final List<MergeInput> inputs;
  private final int width;

  private Merge(boolean sum, List<MergeInput> inputs, int width) {
    this.sum = sum;
    this.inputs = inputs;
    this.width = width;
  }

  /**
   * Fits the inputs' PCAs and scales.
   *
   * @param sources profiles by name
   * @param clients the rows of the result, ascending
   * @throws InputException if clients are missing, or widths differ where they are added
   */
  public static Merge fit(
      MergeSection merge, Map<String, Profiles> sources, ClientSet clients, RunContext context) {
    List<MergeInput> inputs =
        merge.members().stream()
            .map(input -> MergeInput.of(source(sources, input.name()), input, clients, context))
            .toList();
    boolean sum = merge.operator().equals("sum");
    int[] widths = inputs.stream().mapToInt(MergeInput::width).toArray();
    if (sum && Arrays.stream(widths).distinct().count() > 1) {
      throw new InputException(
          Problem.inFile(
              "merge " + merge.name(),
              "members of equal width, as they are added",
              Arrays.toString(widths),
              ""));
    }
    int width = sum ? widths[0] : Arrays.stream(widths).sum();
    return new Merge(sum, inputs, width);
  }

  private static Profiles source(Map<String, Profiles> sources, String name) {
    Profiles profiles = sources.get(name);
    if (profiles == null) {
      throw new IllegalArgumentException("no profiles " + name);
    }
    return profiles;
  }

  /** Columns of the result. */
  public int width() {
    return width;
  }

  /**
   * Writes the profile folder; its rows are the clients in ascending order.
   *
   * @param names of the clients, where ids are strings
   */
  public void write(
      Path folder,
      ClientSet clients,
      Optional<ClientNames> names,
      Provenance.Builder provenance,
      RunContext context) {
    try (ProfileWriter writer = ProfileWriter.forClients(folder, width, clients.size())) {
      for (int rank = 0; rank < clients.size(); rank++) {
        if (rank % ROWS_BETWEEN_CHECKS == 0) {
          context.checkStopped("merging profiles");
        }
        writer.append(clients.get(rank), row(clients.get(rank)));
      }
      NamedFolder.addNames(writer, clients.toArray(), names);
      writer.finish(provenance.finish());
    }
  }

  private float[] row(long client) {
    float[] row = new float[width];
    int at = 0;
    for (MergeInput input : inputs) {
      input.addTo(row, at, client);
      at += sum ? 0 : input.width();
    }
    return row;
  }
}
