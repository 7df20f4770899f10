package io.habitus.models.audit;

import io.habitus.core.profile.Profiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where two sets of profiles differ first. Client ids are not told: places are enough. */
final class Difference {
  private Difference() {}

  static Optional<String> first(List<String> columns, Profiles one, Profiles other) {
    if (one.size() != other.size() || one.width() != other.width()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d clients × %d columns became %d × %d",
              one.size(),
              one.width(),
              other.size(),
              other.width()));
    }
    for (int row = 0; row < one.size(); row++) {
      if (one.clientIds()[row] != other.clientIds()[row]) {
        return Optional.of("the client of row " + (row + 1) + " is another one");
      }
    }
    long at = one.halves().mismatch(other.halves());
    if (at < 0) {
      return Optional.empty();
    }
    int row = (int) (at / 2 / one.width());
    int column = (int) (at / 2 % one.width());
    return Optional.of(
        String.format(
            Locale.ROOT,
            "row %d, column %s: %s became %s",
            row + 1,
            columns.get(column),
            one.get(row, column),
            other.get(row, column)));
  }
}
