package io.habitus.explain.sae;

/** How few features are active at a time. An active feature is above 0, always. */
public sealed interface Sparsity {

  /** All features above 0, at a price: {@code weight·‖z‖₁} (Bricken et al. 2023). */
  record L1(double weight) implements Sparsity {
    public L1 {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("L1 weight: expected at least 0, found " + weight);
      }
    }
  }

  /** The k largest of each vector (Gao et al. 2024, arXiv 2406.04093). */
  record TopK(int k) implements Sparsity {
    public TopK {
      requirePositive(k);
    }
  }

  /**
   * The k · n largest of n vectors together (Bussmann, Leask and Nanda 2024, arXiv 2412.06410): a
   * vector that needs more features gets more. Here n is a shard of a batch. Once trained, a
   * feature is active above a threshold that training has averaged.
   */
  record BatchTopK(int k) implements Sparsity {
    public BatchTopK {
      requirePositive(k);
    }
  }

  private static void requirePositive(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k: expected at least 1, found " + k);
    }
  }

  /** As files and reports name it, such as {@code topk 32}. */
  default String text() {
    return switch (this) {
      case L1(double weight) -> "relu+l1 " + weight;
      case TopK(int k) -> "topk " + k;
      case BatchTopK(int k) -> "batchtopk " + k;
    };
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Sparsity parse(String text) {
    String[] words = text.trim().split(" +", -1);
    if (words.length == 2) {
      switch (words[0]) {
        case "relu+l1" -> {
          return new L1(Double.parseDouble(words[1]));
        }
        case "topk" -> {
          return new TopK(Integer.parseInt(words[1]));
        }
        case "batchtopk" -> {
          return new BatchTopK(Integer.parseInt(words[1]));
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException(
        "expected relu+l1 WEIGHT, topk K or batchtopk K, found " + text);
  }
}
