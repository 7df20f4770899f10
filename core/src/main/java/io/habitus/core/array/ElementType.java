package io.habitus.core.array;

/** Element types of NumPy files that Habitus reads and writes. */
public enum ElementType {
  INT8("i1", 1),
  UINT8("u1", 1),
  BOOL("b1", 1),
  INT32("i4", 4),
  INT64("i8", 8),
  FLOAT16("f2", 2),
  FLOAT32("f4", 4),
  FLOAT64("f8", 8);

  private final String code;
  private final int bytes;

  ElementType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** NumPy's code without byte order, such as {@code i8}. */
  public String code() {
    return code;
  }

  public int bytes() {
    return bytes;
  }

  /** NumPy's descr, such as {@code <i8}. */
  String descr() {
    return (bytes == 1 ? "|" : "<") + code;
  }
}
