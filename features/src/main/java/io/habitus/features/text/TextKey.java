package io.habitus.features.text;

import io.habitus.core.hash.Sha256;
import java.nio.ByteBuffer;

/** The first 128 bits of a text's SHA-256: two texts have the same by no accident. */
record TextKey(long high, long low) {

  static TextKey of(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(new Sha256().bytes(text).digest());
    return new TextKey(bytes.getLong(), bytes.getLong());
  }
}
