package io.habitus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void rowsShareMemory() {
    try (TensorOwner owner = new TensorOwner()) {
      Tensor matrix = owner.zeros(4, 3);
      matrix.rows(1, 2).set(new float[] {1, 2, 3, 4, 5, 6}, 0);
      assertThat(matrix.toFloats()).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0);
      assertThat(owner.bytes()).isEqualTo(48);
    }
  }

  @Test
  void aStridedViewHasNoPlainMemory() {
    try (TensorOwner owner = new TensorOwner()) {
      Tensor transposed = owner.zeros(4, 3).transposed();
      assertThat(transposed.shape()).containsExactly(3, 4);
      assertThatThrownBy(transposed::memory).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closedMemoryCannotBeRead() {
    TensorOwner owner = new TensorOwner();
    Tensor large = owner.zeros(2048, 1024);
    owner.close();
    assertThatThrownBy(large::toFloats).isInstanceOf(RuntimeException.class);
  }

  /** torch.manual_seed(1278); torch.empty(5).uniform_(-0.25, 0.5) in PyTorch 2.10. */
  @Test
  void randomNumbersArePyTorchsInEveryThread() throws InterruptedException {
    List<float[]> drawn = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> draw(drawn)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(drawn)
        .hasSize(4)
        .allSatisfy(values ->
            assertThat(values)
                .containsExactly(
                    0.30430054664611816f,
                    0.35657405853271484f,
                    0.3967204689979553f,
                    0.010063007473945618f,
                    -0.19386999309062958f));
  }

  private static void draw(List<float[]> drawn) {
    try (TensorOwner owner = new TensorOwner();
        TorchRandom random = new TorchRandom(1278)) {
      Tensor tensor = owner.zeros(5);
      random.uniform(tensor, -0.25, 0.5);
      synchronized (drawn) {
        drawn.add(tensor.toFloats());
      }
    }
  }
}
