package io.habitus.engine.kernel;

/**
 * The elementwise part of a GRU step for one sequence (Cho et al. 2014, in the form of cuDNN and
 * PyTorch): r = σ(x_r + h_r), z = σ(x_z + h_z), n = tanh(x_n + r·h_n), h' = (1 − z)·n + z·h. Here
 * x_g = W_ig·x + b_ig and h_g = W_hg·h + b_hg, in the order r, z, n.
 */
public interface GateKernel {

  /** The gates of this JVM. */
  static GateKernel get() {
    return Kernels.GATES;
  }

  /**
   * One step forward.
   *
   * @param width of the state
   * @param x products with the input (3 · width), without bias
   * @param h products with the state (3 · width), without bias
   * @param state h (width)
   * @param next receives h' (width); may be where the state is
   * @param saved receives r, z, n and h_n (4 · width): what the backward pass needs
   */
  void forward(
      int width,
      float[] x,
      int xAt,
      float[] xBias,
      float[] h,
      int hAt,
      float[] hBias,
      float[] state,
      int stateAt,
      float[] next,
      int nextAt,
      float[] saved,
      int savedAt);

  /**
   * One step backward.
   *
   * @param gradient of h' (width), in all; replaced by what reaches h through z: the part through
   *     the products is added by the caller
   * @param saved what {@link #forward} saved; replaced by the gradients of r's, z's and n's sums
   *     and of h_n (4 · width)
   * @param state h (width)
   */
  void backward(
      int width,
      float[] gradient,
      int gradientAt,
      float[] saved,
      int savedAt,
      float[] state,
      int stateAt);
}
