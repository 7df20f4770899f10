package io.habitus.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashTest {

  /** The first examples of FIPS 180-2. */
  @Test
  void sha256OfThePublishedExamples() {
    assertThat(Sha256.hex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(new Sha256().bytes(new byte[0]).hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void arraysAreTheirLengthAndTheirBytes() {
    int[] ints = IntStream.range(0, 20_000).map(i -> i * 7919).toArray();
    ByteBuffer bytes = ByteBuffer.allocate(4 * (ints.length + 1)).putInt(ints.length);
    bytes.asIntBuffer().put(ints);
    assertThat(new Sha256().add(ints).hex()).isEqualTo(new Sha256().bytes(bytes.array()).hex());
    long[] longs = IntStream.of(ints).mapToLong(i -> -1_000_003L * i).toArray();
    ByteBuffer wide = ByteBuffer.allocate(4 + 8 * longs.length).putInt(longs.length);
    wide.slice().asLongBuffer().put(longs);
    assertThat(new Sha256().add(longs).hex()).isEqualTo(new Sha256().bytes(wide.array()).hex());
    assertThat(new Sha256().add(new float[] {1}).hex())
        .isEqualTo(new Sha256().add(new int[] {0x3F800000}).hex());
    byte[] text = "żółw".getBytes(StandardCharsets.UTF_8);
    assertThat(new Sha256().add("żółw").hex())
        .isEqualTo(new Sha256().bytes(new byte[] {0, 0, 0, 7}).bytes(text).hex());
  }

  @Test
  void neighboursAreNotTakenForOneAnother() {
    assertThat(new Sha256().add("ab").add("c").hex())
        .isNotEqualTo(new Sha256().add("a").add("bc").hex());
  }

  /** The JDK's generator is SplitMix64 with this increment. */
  @Test
  void mixIsWhatTheJdkMixes() {
    SplittableRandom random = new SplittableRandom(42);
    for (long i = 1; i <= 100; i++) {
      assertThat(SplitMix64.mix(42 + i * SplitMix64.GAMMA)).isEqualTo(random.nextLong());
      assertThat(SplitMix64.bits(42, i)).isEqualTo(SplitMix64.mix(42 + i * SplitMix64.GAMMA));
    }
  }

  @Test
  void unitIsTheUpperBits() {
    for (long id = 0; id < 100; id++) {
      assertThat(SplitMix64.unit(7, id))
          .isBetween(0.0, Math.nextDown(1.0))
          .isEqualTo((SplitMix64.bits(7, id) >>> 11) / (double) (1L << 53));
    }
  }
}
