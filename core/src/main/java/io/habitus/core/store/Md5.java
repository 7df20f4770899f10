package io.habitus.core.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, which the JDK must have; used as a stable hash, not for security. */
final class Md5 {
  private Md5() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** The first eight bytes as a little-endian integer: DuckDB's {@code md5_number_upper}. */
  static long firstLong(byte[] digest) {
    return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
