package io.habitus.pipeline.recipe;

import java.util.List;
import java.util.Optional;

/**
 * Profiles made from others. Rows are the run's clients in ascending order of id.
 *
 * @param name of the profiles
 * @param operator {@code concatenate} puts columns side by side, {@code sum} adds equal columns
 * @param members what is merged, in order
 * @param evaluate whether the result is scored, or only merged further
 */
public record MergeSection(String name, String operator, List<Input> members, boolean evaluate) {
  public static final List<String> OPERATORS = List.of("concatenate", "sum");
  public static final List<String> SCALES = List.of("none", "l2", "standardise", "quantile");
  public static final List<String> IMPUTES = List.of("none", "zero", "mean");

  public MergeSection {
    members = List.copyOf(members);
  }

  /**
   * One of the profiles that are merged. In order: zero rows dropped, reduced to principal
   * components, scaled, missing rows filled, weighted.
   *
   * @param name of a member or of a merge further up
   * @param weight factor of every value
   * @param pca number of principal components, largest variance first; empty for all columns
   * @param scale {@code none}; {@code l2}, every row to length 1; {@code standardise}, every column
   *     to mean 0 and variance 1; {@code quantile}, every column to its rank in [0, 1]
   * @param impute what a client without a row gets: {@code none} makes it an error, {@code zero},
   *     or the columns' {@code mean}
   * @param dropZeroRows whether a row of zeros counts as missing
   */
  public record Input(
      String name,
      double weight,
      Optional<Integer> pca,
      String scale,
      String impute,
      boolean dropZeroRows) {

    /** The same treatment of other profiles. */
    public Input named(String other) {
      return new Input(other, weight, pca, scale, impute, dropZeroRows);
    }

    static Input read(Section input) {
      return new Input(
          input.required("name", "the name of a member"),
          input.number("weight", 1),
          input.integer("pca", 1).map(Math::toIntExact),
          input.choice("scale", "none", SCALES),
          input.choice("impute", "none", IMPUTES),
          input.flag("drop_zero_rows", false));
    }
  }

  static MergeSection read(Section merge) {
    MergeSection read =
        new MergeSection(
            merge.required("name", "a name for the merged profiles"),
            merge.choice("operator", "concatenate", OPERATORS),
            merge.sections("members", Input::read),
            merge.flag("evaluate", true));
    if (read.members.isEmpty()) {
      merge.problem("members", "at least one member", "none", "");
    }
    return read;
  }
}
