package io.habitus.pipeline.recipe;

import io.habitus.core.target.Task;
import io.habitus.pipeline.data.OwnTarget;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A target of the user's own, as {@code habitus evaluate --labels} takes it.
 *
 * @param file CSV or Parquet with a row per client
 * @param idColumn that holds the client
 * @param name of the task
 */
public record LabelsSection(String file, String idColumn, String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+-]*");

  private static LabelsSection read(Section labels) {
    String file = labels.required("file", "a CSV or Parquet file with a row per client");
    return new LabelsSection(
        file,
        labels.text("id_column", OwnTarget.ID_COLUMN),
        labels.text("name", file.isBlank() ? "" : OwnTarget.nameOf(Path.of(file))));
  }

  /** All of them, whose names are distinct, none of the challenge's, and fit for a folder. */
  static List<LabelsSection> readAll(Section evaluation) {
    List<LabelsSection> all = evaluation.sections("labels", LabelsSection::read);
    Set<String> names = new HashSet<>(Task.CHALLENGE);
    for (LabelsSection each : all) {
      if (!each.file().isBlank() && !NAME.matcher(each.name()).matches()) {
        evaluation.problem(
            "labels", "names of letters, digits and _ + -", "\"" + each.name() + "\"", "");
      }
      if (!names.add(each.name())) {
        evaluation.problem(
            "labels", "a name of its own", "a second " + each.name(), "Give it another name.");
      }
    }
    return all;
  }
}
