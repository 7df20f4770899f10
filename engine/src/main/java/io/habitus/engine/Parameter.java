package io.habitus.engine;

/**
 * A weight that is learned, with what AdamW remembers of its gradients; all fp32 of one shape.
 *
 * @param value the weight
 * @param mean decaying mean of its gradients
 * @param square decaying mean of their squares
 */
public record Parameter(Tensor value, Tensor mean, Tensor square) {

  /** Zeros. */
  public static Parameter of(TensorOwner owner, long... shape) {
    return new Parameter(owner.zeros(shape), owner.zeros(shape), owner.zeros(shape));
  }

  /** Bytes of the weight alone. */
  public long bytes() {
    return value.memory().byteSize();
  }
}
