package io.habitus.testkit.memory;

import java.util.HexFormat;

/** Field values as they are compared and looked up: integers as Long, vectors as hex text. */
final class Value {
  private Value() {}

  static Object canonical(Object value) {
    return switch (value) {
      case Integer i -> (long) i;
      case byte[] codes -> "0x" + HexFormat.of().formatHex(codes);
      default -> value;
    };
  }
}
