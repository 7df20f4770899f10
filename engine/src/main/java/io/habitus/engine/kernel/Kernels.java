package io.habitus.engine.kernel;

/** Which kernels this JVM runs: with the Vector API where the module is there, else plain ones. */
public final class Kernels {
  private static final boolean VECTORISED =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  static final TileKernel TILE = VECTORISED ? new VectorTile() : new PlainTile();
  static final GateKernel GATES = VECTORISED ? new VectorGates() : new PlainGates();
  static final RowKernel ROWS =
      VECTORISED && VectorRows.isSupported() ? new VectorRows() : new PlainRows();
  static final FactorKernel FACTORS =
      VECTORISED && VectorFactors.fits() ? new VectorFactors() : new PlainFactors();
  static final SelectKernel SELECT =
      VECTORISED && VectorFactors.fits() ? new VectorSelect() : new PlainSelect();

  private Kernels() {}

  /** Whether the Vector API is used. The results are the same bits either way. */
  public static boolean areVectorised() {
    return VECTORISED;
  }
}
