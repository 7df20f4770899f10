package io.habitus.ingest.log;

/**
 * A value that is taken or derived from one column.
 *
 * @param column name of the column
 * @param type what the column must hold; ANY takes what is there
 * @param derived how the value is made from the column
 */
public record ValueColumn(String column, ValueType type, Derivation derived) {

  /** What a column must hold. */
  public enum ValueType {
    /** Integers if all values are, else text. */
    ANY,
    INTEGER,
    STRING
  }

  /** How a value is made from a column. */
  public sealed interface Derivation {
    /** The column as it is. */
    record Itself() implements Derivation {}

    /** Its first characters. */
    record Prefix(int length) implements Derivation {
      public Prefix {
        positive("prefix", length);
      }
    }

    /** Quantile bucket 0 … count − 1 among the table's rows; equal numbers share a bucket. */
    record Buckets(int count) implements Derivation {
      public Buckets {
        positive("buckets", count);
      }
    }

    private static void positive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + ": expected at least 1, found " + value);
      }
    }
  }

  public static ValueColumn of(String column) {
    return new ValueColumn(column, ValueType.ANY, new Derivation.Itself());
  }

  public static ValueColumn integer(String column) {
    return new ValueColumn(column, ValueType.INTEGER, new Derivation.Itself());
  }
}
