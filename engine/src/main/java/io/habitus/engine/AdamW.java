package io.habitus.engine;

/**
 * AdamW in one pass over weight, gradient and both moments, which is what bounds it: memory. It
 * takes rows of a gradient as soon as they are computed, so that a whole gradient never exists and
 * its rows are read from the cache.
 */
public final class AdamW {
  private static final AdamWKernel KERNEL = AdamWKernel.fastest();

  private final AdamWSettings settings;
  private long steps;
  private AdamWKernel.Step step;

  public AdamW(AdamWSettings settings) {
    this.settings = settings;
    step = AdamWKernel.Step.of(settings, 1);
  }

  /** Whether this JVM was started with the Vector API. */
  public static boolean isVectorised() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** Begins the next step: every parameter is updated once before the one after. */
  public void beginStep() {
    steps++;
    step = AdamWKernel.Step.of(settings, steps);
  }

  /** Steps begun so far. */
  public long steps() {
    return steps;
  }

  /** Updates a whole parameter. */
  public void update(Parameter parameter, Tensor gradient) {
    updateRows(parameter, 0, gradient);
  }

  /** Updates the rows {@code [from, from + gradient.rows())} of a parameter. */
  public void updateRows(Parameter parameter, long from, Tensor gradient) {
    long offset = from * (parameter.bytes() / parameter.value().rows());
    long bytes = gradient.memory().byteSize();
    KERNEL.apply(
        step,
        parameter.value().memory().asSlice(offset, bytes),
        gradient.memory(),
        parameter.mean().memory().asSlice(offset, bytes),
        parameter.square().memory().asSlice(offset, bytes));
  }
}
