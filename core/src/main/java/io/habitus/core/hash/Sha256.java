package io.habitus.core.hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of what is added, one behind the other. {@code bytes} are added as they are; what {@code
 * add} takes has its length before it, so that no two sequences of arrays look alike.
 */
public final class Sha256 {
  private static final int CHUNK = 1 << 13;

  private final MessageDigest digest;

  /** Of nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** In hexadecimal, of a text's UTF-8 alone. */
  public static String hex(String text) {
    return new Sha256().bytes(text).hex();
  }

  /** Adds bytes. */
  public Sha256 bytes(byte[] bytes) {
    return bytes(ByteBuffer.wrap(bytes));
  }

  /** Adds the bytes that remain. */
  public Sha256 bytes(ByteBuffer bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds a text's UTF-8. */
  public Sha256 bytes(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a text. */
  public Sha256 add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return length(bytes.length).bytes(bytes);
  }

  /** Adds numbers. */
  public Sha256 add(int[] values) {
    length(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(Integer.BYTES * CHUNK);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear().asIntBuffer().put(values, from, count);
      bytes(chunk.limit(Integer.BYTES * count));
    }
    return this;
  }

  /** Adds numbers. */
  public Sha256 add(long[] values) {
    length(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(Long.BYTES * CHUNK);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear().asLongBuffer().put(values, from, count);
      bytes(chunk.limit(Long.BYTES * count));
    }
    return this;
  }

  /** Adds numbers, by their bits. */
  public Sha256 add(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return add(bits);
  }

  private Sha256 length(int length) {
    return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
  }

  /** The 32 bytes; nothing can be added afterwards. */
  public byte[] digest() {
    return digest.digest();
  }

  /** The same in hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(digest());
  }
}
