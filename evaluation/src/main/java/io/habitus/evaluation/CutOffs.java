package io.habitus.evaluation;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.time.Split;
import io.habitus.evaluation.result.CutOffCheck;
import java.util.List;
import java.util.Optional;

/** The leak rule: profiles have seen no event at or after the split's train start. */
final class CutOffs {
  private CutOffs() {}

  /**
   * Refuses profiles that have seen more.
   *
   * @throws InputException that names each of them
   */
  static void require(List<NamedProfiles> sets, Optional<Split> split) {
    List<Problem> problems =
        sets.stream().filter(set -> isLate(set, split)).map(set -> late(set, split)).toList();
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  private static boolean isLate(NamedProfiles set, Optional<Split> split) {
    return split.isPresent()
        && set.cutOff().isPresent()
        && set.cutOff().get().isAfter(split.get().trainStart());
  }

  private static Problem late(NamedProfiles set, Optional<Split> split) {
    return Problem.inFile(
        "profiles " + set.name(),
        "a cut-off not later than the train start, " + split.orElseThrow().trainStart(),
        "cut-off " + set.cutOff().orElseThrow(),
        "They have seen events of the target windows: embed again with the evaluation's split.");
  }

  static CutOffCheck check(NamedProfiles set, Optional<Split> split) {
    return split.isPresent() && set.cutOff().isPresent() && !isLate(set, split)
        ? CutOffCheck.VERIFIED
        : CutOffCheck.UNVERIFIED;
  }
}
