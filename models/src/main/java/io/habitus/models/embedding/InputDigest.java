package io.habitus.models.embedding;

import static io.habitus.core.hash.SplitMix64.GAMMA;
import static io.habitus.core.hash.SplitMix64.mix;

import io.habitus.features.token.TokenCorpus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A hash of 64 bits over a sequence of numbers: the same in every version that reads the files it
 * is written to. Of two different sequences it is the same by chance, once in 2⁶⁴.
 */
public final class InputDigest {
  /** Of a client of whom nothing was read; no sequence has it. */
  public static final long NONE = 0;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private long state;

  /** Begins a digest; different seeds give different digests. */
  public InputDigest(long seed) {
    state = mix(seed + GAMMA);
  }

  /** What a model's clients are digested with: its weights and whatever else decides vectors. */
  public static long seed(MemorySegment weights, String settings) {
    InputDigest digest = new InputDigest(0);
    digest.add(weights);
    byte[] text = settings.getBytes(StandardCharsets.UTF_8);
    for (byte each : text) {
      digest.add(each);
    }
    return digest.value();
  }

  /** Of all tokens of a client. */
  public static long of(long seed, TokenCorpus corpus, int client) {
    InputDigest digest = new InputDigest(seed);
    digest.add(corpus.length(client));
    for (int step = 0; step < corpus.length(client); step++) {
      for (int field = 0; field < corpus.width(); field++) {
        digest.add(corpus.token(client, step, field));
      }
    }
    return digest.value();
  }

  /**
   * Adds a number. A step is a bijection of the state in which every bit decides about all others:
   * with one multiplication alone, changes of two neighbours can cancel each other out.
   */
  public void add(long value) {
    state = mix(state ^ value) + GAMMA;
  }

  /** Adds 32-bit numbers, two at a time. */
  public void add(MemorySegment ints) {
    long count = ints.byteSize() / Integer.BYTES;
    add(count);
    for (long i = 0; i + 1 < count; i += 2) {
      long low = Integer.toUnsignedLong(ints.get(INT, i * Integer.BYTES));
      add(low | (long) ints.get(INT, (i + 1) * Integer.BYTES) << 32);
    }
    if (count % 2 != 0) {
      add(ints.get(INT, (count - 1) * Integer.BYTES));
    }
  }

  /** The digest of what was added so far; never {@link #NONE}. */
  public long value() {
    long value = mix(state);
    return value == NONE ? 1 : value;
  }
}
