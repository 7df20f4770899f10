package io.habitus.engine.layer;

import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.util.HashMap;
import java.util.Map;

/** The three matrix products of a linear layer, in one number type. */
sealed interface Products {

  /** y = bias + x·Wᵀ. */
  void forward(Tensor y, Tensor bias, Tensor x);

  /** gradientX = gradientY·W. */
  void backward(Tensor gradientX, Tensor gradientY);

  /** Rows {@code [from, from + tile.rows())} of gradientYᵀ·x. */
  void weightGradient(Tensor tile, Tensor gradientY, long from, Tensor x);

  /** The weight has changed. */
  void refresh();

  /** fp32 throughout. */
  final class Fp32 implements Products {
    private final Tensor weight;
    private final Tensor transposed;

    Fp32(Tensor weight) {
      this.weight = weight;
      this.transposed = weight.transposed();
    }

    @Override
    public void forward(Tensor y, Tensor bias, Tensor x) {
      Operations.affine(y, bias, x, transposed);
    }

    @Override
    public void backward(Tensor gradientX, Tensor gradientY) {
      Operations.product(gradientX, gradientY, weight);
    }

    @Override
    public void weightGradient(Tensor tile, Tensor gradientY, long from, Tensor x) {
      Operations.transposedProduct(tile, gradientY, from, x);
    }

    @Override
    public void refresh() {}
  }

  /** Operands rounded to bfloat16, sums in fp32 inside a product, results rounded, then widened. */
  final class Bf16 implements Products {
    private final TensorOwner owner;
    private final boolean units;
    private final Tensor master;
    private final Tensor weight;
    private final Tensor transposed;
    private final Map<Shape, Tensor> narrow = new HashMap<>();
    private final Map<Shape, Tensor> wide = new HashMap<>();

    private record Shape(Role role, long rows, long columns) {}

    private enum Role {
      INPUT,
      OUTPUT,
      TILE,
      WEIGHT
    }

    /**
     * Products of this weight.
     *
     * @param units whether the CPU multiplies bfloat16; else rounded numbers are multiplied in fp32
     */
    Bf16(TensorOwner owner, Tensor master, boolean units) {
      this.owner = owner;
      this.units = units;
      this.master = master;
      this.weight = operand(Role.WEIGHT, master);
      this.transposed = weight.transposed();
    }

    @Override
    public void forward(Tensor y, Tensor bias, Tensor x) {
      Tensor result = operand(Role.OUTPUT, y);
      Operations.product(result, rounded(Role.INPUT, x), transposed);
      finish(Role.OUTPUT, y, result);
      Operations.add(y, y, bias);
    }

    @Override
    public void backward(Tensor gradientX, Tensor gradientY) {
      Tensor result = operand(Role.INPUT, gradientX);
      Operations.product(result, rounded(Role.OUTPUT, gradientY), weight);
      finish(Role.INPUT, gradientX, result);
    }

    @Override
    public void weightGradient(Tensor tile, Tensor gradientY, long from, Tensor x) {
      Tensor left = operand(Role.OUTPUT, gradientY);
      Tensor right = operand(Role.INPUT, x);
      if (from == 0) {
        round(Role.OUTPUT, left, gradientY);
        round(Role.INPUT, right, x);
      }
      Tensor result = operand(Role.TILE, tile);
      Operations.transposedProduct(result, left, from, right);
      finish(Role.TILE, tile, result);
    }

    @Override
    public void refresh() {
      round(Role.WEIGHT, weight, master);
    }

    private Tensor rounded(Role role, Tensor from) {
      Tensor operand = operand(role, from);
      round(role, operand, from);
      return operand;
    }

    /** Scratch of the type that is multiplied. */
    private Tensor operand(Role role, Tensor like) {
      return units
          ? narrow(role, like)
          : wide.computeIfAbsent(
              shape(role, like), shape -> owner.zeros(shape.rows(), shape.columns()));
    }

    private void round(Role role, Tensor operand, Tensor from) {
      Tensor small = narrow(role, from);
      Operations.copy(small, from);
      if (!units) {
        Operations.copy(operand, small);
      }
    }

    private void finish(Role role, Tensor into, Tensor result) {
      Tensor small = narrow(role, into);
      if (!units) {
        Operations.copy(small, result);
      }
      Operations.copy(into, small);
    }

    private Tensor narrow(Role role, Tensor like) {
      return narrow.computeIfAbsent(
          shape(role, like), shape -> owner.bfloat16(shape.rows(), shape.columns()));
    }

    private static Shape shape(Role role, Tensor like) {
      return new Shape(role, like.rows(), like.columns());
    }
  }
}
