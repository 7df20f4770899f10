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

  /** Operands rounded to bfloat16, sums in fp32 inside a product, results widened to fp32. */
  final class Bf16 implements Products {
    private final TensorOwner owner;
    private final Tensor master;
    private final Tensor weight;
    private final Tensor transposed;
    private final Map<Shape, Tensor> scratch = new HashMap<>();

    private record Shape(Role role, long rows, long columns) {}

    private enum Role {
      INPUT,
      OUTPUT,
      TILE
    }

    Bf16(TensorOwner owner, Tensor master) {
      this.owner = owner;
      this.master = master;
      this.weight = owner.bfloat16(master.rows(), master.columns());
      this.transposed = weight.transposed();
    }

    @Override
    public void forward(Tensor y, Tensor bias, Tensor x) {
      Tensor narrowX = rounded(Role.INPUT, x);
      Tensor narrowY = scratch(Role.OUTPUT, y);
      Operations.product(narrowY, narrowX, transposed);
      Operations.copy(y, narrowY);
      Operations.add(y, y, bias);
    }

    @Override
    public void backward(Tensor gradientX, Tensor gradientY) {
      Tensor narrowY = rounded(Role.OUTPUT, gradientY);
      Tensor narrowX = scratch(Role.INPUT, gradientX);
      Operations.product(narrowX, narrowY, weight);
      Operations.copy(gradientX, narrowX);
    }

    @Override
    public void weightGradient(Tensor tile, Tensor gradientY, long from, Tensor x) {
      Tensor narrowY = scratch(Role.OUTPUT, gradientY);
      Tensor narrowX = scratch(Role.INPUT, x);
      if (from == 0) {
        Operations.copy(narrowY, gradientY);
        Operations.copy(narrowX, x);
      }
      Tensor narrowTile = scratch(Role.TILE, tile);
      Operations.transposedProduct(narrowTile, narrowY, from, narrowX);
      Operations.copy(tile, narrowTile);
    }

    @Override
    public void refresh() {
      Operations.copy(weight, master);
    }

    private Tensor rounded(Role role, Tensor wide) {
      Tensor narrow = scratch(role, wide);
      Operations.copy(narrow, wide);
      return narrow;
    }

    private Tensor scratch(Role role, Tensor like) {
      return scratch.computeIfAbsent(
          new Shape(role, like.rows(), like.columns()),
          shape -> owner.bfloat16(shape.rows(), shape.columns()));
    }
  }
}
