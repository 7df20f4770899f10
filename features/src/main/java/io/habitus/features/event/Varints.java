package io.habitus.features.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Non-negative integers in as few bytes as they need, seven bits each. */
final class Varints {
  private Varints() {}

  static void write(DataOutput out, int value) throws IOException {
    int rest = value;
    while (rest >= 0x80) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int read(DataInput in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("expected an integer of at most 5 bytes, found more");
  }
}
