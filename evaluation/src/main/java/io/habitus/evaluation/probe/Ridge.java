package io.habitus.evaluation.probe;

/**
 * Ridge regression of all labels at once: minimises Σ (y − x·w − b)² + strength · |w|².
 *
 * @param weights (width × labels) row-major, of standardised columns
 * @param intercepts (labels), not penalised
 */
@SuppressWarnings("ArrayRecordComponent")
record Ridge(double[] weights, double[] intercepts) {

  int labels() {
    return intercepts.length;
  }

  int width() {
    return weights.length / intercepts.length;
  }
}
