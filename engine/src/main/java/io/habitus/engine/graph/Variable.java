package io.habitus.engine.graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A value in a {@link Graph}: a tensor of libtorch that remembers how it was computed. Valid until
 * its graph is closed. Operations have PyTorch's meaning and broadcast as PyTorch does.
 */
public final class Variable {
  /** libtorch's {@code at::Reduction::Sum}. */
  private static final long SUM = 2;

  private final Graph graph;
  final Tensor raw;

  Variable(Graph graph, Tensor raw) {
    this.graph = graph;
    this.raw = raw;
  }

  private Variable of(Tensor result) {
    return new Variable(graph, result);
  }

  Graph graph() {
    return graph;
  }

  /** Extents. */
  public long[] shape() {
    return raw.sizes().vec().get();
  }

  /** One extent; negative dimensions count from the end. */
  public long size(int dimension) {
    return raw.size(dimension);
  }

  /** The only element of a scalar. */
  public double item() {
    return raw.item().toDouble();
  }

  /** The elements, row-major; a copy. */
  public float[] toFloats() {
    return RawTensors.memory(raw.contiguous()).toArray(ValueLayout.JAVA_FLOAT);
  }

  /** The elements without a copy; row-major, valid while the graph is. Contiguous values only. */
  public MemorySegment memory() {
    return RawTensors.memory(raw);
  }

  public Variable plus(Variable other) {
    return of(raw.add(other.raw));
  }

  public Variable minus(Variable other) {
    return of(raw.sub(other.raw));
  }

  /** Element by element. */
  public Variable times(Variable other) {
    return of(raw.mul(other.raw));
  }

  public Variable times(double factor) {
    return of(raw.mul(new Scalar(factor)));
  }

  /** Element by element. */
  public Variable dividedBy(Variable other) {
    return of(raw.div(other.raw));
  }

  /** Matrix product over the last two dimensions. */
  public Variable matmul(Variable other) {
    return of(raw.matmul(other.raw));
  }

  /**
   * {@code x·Wᵀ + b}, in the weights' precision: x (…, inputs), W (outputs, inputs), b (outputs).
   */
  public Variable linear(Variable weight, Variable bias) {
    return of(graph.products().linear(raw, weight.raw, bias.raw));
  }

  /** {@code x·Wᵀ}, in the weights' precision. */
  public Variable linear(Variable weight) {
    return of(graph.products().linear(raw, weight.raw));
  }

  /** x·Φ(x), with the exact normal distribution function. */
  public Variable gelu() {
    return of(torch.gelu(raw));
  }

  public Variable relu() {
    return of(raw.relu());
  }

  public Variable sigmoid() {
    return of(torch.sigmoid(raw));
  }

  public Variable tanh() {
    return of(torch.tanh(raw));
  }

  public Variable square() {
    return of(raw.square());
  }

  /** Over the last dimension. */
  public Variable softmax() {
    return of(torch.softmax(raw, -1));
  }

  /** Normalises the last dimension (Ba et al. 2016). */
  public Variable layerNorm(Variable weight, Variable bias, double epsilon) {
    return of(
        torch.layer_norm(
            raw,
            new long[] {raw.size(-1)},
            new TensorOptional(weight.raw),
            new TensorOptional(bias.raw),
            epsilon,
            false));
  }

  /** Sum of all elements: a scalar. */
  public Variable sum() {
    return of(raw.sum());
  }

  /** Sum over one dimension, which goes. */
  public Variable sum(int dimension) {
    return of(raw.sum(new long[] {dimension}, false, new ScalarTypeOptional()));
  }

  /** Mean over one dimension, which goes. */
  public Variable mean(int dimension) {
    return of(raw.mean(new long[] {dimension}, false, new ScalarTypeOptional()));
  }

  public Variable reshape(long... shape) {
    return of(raw.reshape(shape));
  }

  public Variable transpose(int one, int other) {
    return of(raw.transpose(one, other));
  }

  /** {@code [from, from + count)} of a dimension. */
  public Variable narrow(int dimension, long from, long count) {
    return of(raw.narrow(dimension, from, count));
  }

  /** The same elements in row-major order in memory. */
  public Variable contiguous() {
    return of(raw.contiguous());
  }

  /** Repeats extents of 1 without a copy. */
  public Variable expand(long... shape) {
    return of(raw.expand(shape));
  }

  /** The rows that {@code indices} (n) names: (n, …). */
  public Variable rows(Variable indices) {
    return of(raw.index_select(0, indices.raw));
  }

  /** Zeros of {@code rows} rows with row i of this added to row {@code indices[i]}. */
  public Variable scatterRows(Variable indices, long rows) {
    long[] shape = shape();
    shape[0] = rows;
    return of(torch.zeros(shape).index_add(0, indices.raw, raw));
  }

  /** A table's rows (n, width) by indices of any shape: (…, width). */
  public Variable embedding(Variable indices) {
    return of(torch.embedding(raw, indices.raw));
  }

  /** {@code value} where {@code mask}, fp32, is not 0. */
  public Variable masked(Variable mask, double value) {
    return of(raw.masked_fill(mask.raw.ne(new Scalar(0)), new Scalar(value)));
  }

  /** At least {@code least}. */
  public Variable atLeast(double least) {
    return of(torch.clamp(raw, new ScalarOptional(new Scalar(least)), new ScalarOptional()));
  }

  /** Joined along a dimension. */
  public Variable concatenate(int dimension, Variable... others) {
    TensorVector all = new TensorVector();
    all.push_back(raw);
    for (Variable other : others) {
      all.push_back(other.raw);
    }
    return of(torch.cat(all, dimension));
  }

  /**
   * Sets elements to 0 with probability {@code share} and scales the others by 1/(1 − share), while
   * training; else returns this.
   */
  public Variable dropout(double share) {
    if (share == 0 || !graph.isTraining()) {
      return this;
    }
    Tensor mask = RawTensors.empty(shape());
    Dropout.fill(RawTensors.memory(mask), share, graph.nextDropout());
    return of(raw.mul(mask));
  }

  /** Sum over all elements of the binary cross-entropy of logits against labels in [0, 1]. */
  public Variable binaryCrossEntropySum(Variable labels) {
    return of(
        torch.binary_cross_entropy_with_logits(
            raw, labels.raw, new TensorOptional(), new TensorOptional(), SUM));
  }

  /**
   * softmax(q·kᵀ/√width + mask)·v: this is q, all (batch, heads, steps, width).
   *
   * @param mask added to the logits, broadcast to (batch, heads, steps, steps)
   * @param dropout of the softmax's weights, while training
   */
  public Variable attention(Variable keys, Variable values, Variable mask, double dropout) {
    double scale = 1 / Math.sqrt(raw.size(-1));
    Variable logits = times(scale).matmul(keys.transpose(-2, -1)).plus(mask);
    return logits.softmax().dropout(dropout).matmul(values);
  }
}
