package io.habitus.explain.sae;

/**
 * Where vectors come from: a folder of profiles, a layer of a recommender, an array. Opened once
 * for each pass; every pass reads the same vectors in the same order.
 */
@FunctionalInterface
public interface Activations {
  /** Begins a pass. */
  Reader open();

  /** One pass, for one thread. */
  interface Reader extends AutoCloseable {
    /** Columns of a vector. */
    int width();

    /**
     * Reads the next vectors.
     *
     * @param into (most, width) row-major
     * @param most how many at most
     * @return how many were read; 0 at the end only
     */
    int read(float[] into, int most);

    @Override
    void close();
  }
}
