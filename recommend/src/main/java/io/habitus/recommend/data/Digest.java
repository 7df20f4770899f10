package io.habitus.recommend.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of arrays and texts behind one another, each with its length. */
public final class Digest {
  private static final int CHUNK = 1 << 13;

  private final MessageDigest digest;

  public Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a text. */
  public Digest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    length(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Adds numbers. */
  public Digest add(int[] values) {
    length(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear().asIntBuffer().put(values, from, count);
      digest.update(chunk.array(), 0, 4 * count);
    }
    return this;
  }

  /** Adds numbers. */
  public Digest add(long[] values) {
    length(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(8 * CHUNK);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear().asLongBuffer().put(values, from, count);
      digest.update(chunk.array(), 0, 8 * count);
    }
    return this;
  }

  /** Adds numbers, by their bits. */
  public Digest add(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return add(bits);
  }

  private void length(int length) {
    digest.update(ByteBuffer.allocate(4).putInt(length).array());
  }

  /** The digest, in hexadecimal; nothing can be added afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
