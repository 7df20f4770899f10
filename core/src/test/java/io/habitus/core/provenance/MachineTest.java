package io.habitus.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void intelAndAmdListFlags() {
    List<String> cpuinfo = List.of("model name\t: EPYC 7763", "flags\t\t: fpu fma sse4_2 avx2 avx");
    assertThat(Machine.model(cpuinfo)).isEqualTo("EPYC 7763");
    assertThat(Machine.features(cpuinfo)).containsExactly("avx", "avx2", "fma", "sse4_2");
  }

  @Test
  void armListsFeatures() {
    assertThat(Machine.features(List.of("Features\t: fp asimd sve2 bf16")))
        .containsExactly("asimd", "bf16", "sve2");
  }

  @Test
  void thisMachineIsDescribed() {
    Machine machine = Machine.current();
    assertThat(machine.cpu()).isNotEmpty();
    assertThat(machine.processors()).isPositive();
  }
}
