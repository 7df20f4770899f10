package io.habitus.evaluation.metric;

/**
 * The k highest-scored of a client's labels. Which of several equal ones are taken at the boundary
 * follows from the selection that PyTorch's CPU {@code topk} runs on so few values, quickselect
 * with a median of three (C++'s {@code nth_element} in GCC's library), step for step: novelty
 * depends on it where many logits tie.
 */
final class TopLabels {
  private final float[] values;
  private final int[] labels;

  /** For up to {@code size} labels; one instance per thread. */
  TopLabels(int size) {
    values = new float[size];
    labels = new int[size];
  }

  /** Label at a place after {@link #select}. */
  int label(int place) {
    return labels[place];
  }

  /** Moves the {@code k} highest of {@code logits[from … from + size)} to places 0 to k − 1. */
  void select(float[] logits, int from, int k) {
    int size = values.length;
    for (int i = 0; i < size; i++) {
      values[i] = logits[from + i];
      labels[i] = i;
    }
    int nth = k - 1;
    int first = 0;
    int last = size;
    int depth = 2 * (31 - Integer.numberOfLeadingZeros(size));
    while (last - first > 3 && depth-- > 0) {
      int cut = partition(first, last);
      if (cut <= nth) {
        first = cut;
      } else {
        last = cut;
      }
    }
    // Also where the depth is spent, which takes contrived orders: the rest sorted is selected too.
    sort(first, last);
  }

  private int partition(int first, int last) {
    medianToFirst(first, first + 1, first + (last - first) / 2, last - 1);
    float pivot = values[first];
    int low = first + 1;
    int high = last;
    while (true) {
      while (values[low] > pivot) {
        low++;
      }
      high--;
      while (pivot > values[high]) {
        high--;
      }
      if (low >= high) {
        return low;
      }
      swap(low++, high);
    }
  }

  private void medianToFirst(int first, int a, int b, int c) {
    if (values[a] > values[b]) {
      swap(first, values[b] > values[c] ? b : values[a] > values[c] ? c : a);
    } else {
      swap(first, values[a] > values[c] ? a : values[b] > values[c] ? c : b);
    }
  }

  private void sort(int first, int last) {
    for (int i = first + 1; i < last; i++) {
      for (int at = i; at > first && values[at] > values[at - 1]; at--) {
        swap(at, at - 1);
      }
    }
  }

  private void swap(int a, int b) {
    float value = values[a];
    values[a] = values[b];
    values[b] = value;
    int label = labels[a];
    labels[a] = labels[b];
    labels[b] = label;
  }
}
