package io.habitus.ingest.load;

import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.ValueColumn;
import java.util.Optional;

/** When a value that is there cannot be read. */
final class ValueChecks {
  private ValueChecks() {}

  /**
   * A condition over a table's rows, or nothing where every value can be read. Code vectors are
   * checked where they are coded, once for each distinct text.
   */
  static Optional<String> unreadable(Expressions expressions, BoundField field, ValueColumn value) {
    if (value.derived() instanceof ValueColumn.Derivation.Prefix) {
      return Optional.empty();
    }
    boolean integer = expressions.kind(value.column()) == ColumnKind.INTEGER;
    if (!field.isCoded() || value.derived() instanceof ValueColumn.Derivation.Buckets) {
      return integer
          ? Optional.empty()
          : Optional.of(expressions.unreadable(value.column(), expressions.number(value.column())));
    }
    return field.kind() != VocabularyKind.INTEGER || integer
        ? Optional.empty()
        : Optional.of(
            expressions.unreadable(value.column(), expressions.value(value, field.kind())));
  }
}
