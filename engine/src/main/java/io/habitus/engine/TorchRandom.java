package io.habitus.engine;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A stream of random numbers of its own, equal bit for bit to PyTorch's after {@code
 * torch.manual_seed(seed)}. Never libtorch's default generator, which all threads share.
 */
public final class TorchRandom implements AutoCloseable {
  private final Generator generator;
  private final GeneratorOptional optional;

  public TorchRandom(long seed) {
    NativeRuntime.get();
    generator = torch.make_generator_cpu(seed);
    optional = new GeneratorOptional(generator);
  }

  /** Fills with uniform numbers of [from, to). */
  public void uniform(Tensor out, double from, double to) {
    Operations.uniform(out, from, to, optional);
  }

  @Override
  public void close() {
    optional.close();
    generator.close();
  }
}
