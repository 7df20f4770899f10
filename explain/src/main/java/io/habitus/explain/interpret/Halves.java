package io.habitus.explain.interpret;

import io.habitus.explain.sae.SparseAutoencoder;

/**
 * Vectors in two halves, by their units: the first chooses, the second, which had no say, gives the
 * numbers.
 *
 * @param one the first half
 * @param two the second
 * @param first attributes of the first half's units
 * @param second of the second's
 * @param firstColumns features on the first half
 * @param secondColumns on the second
 */
record Halves(
    Half one, Half two, Sample first, Sample second, Columns firstColumns, Columns secondColumns) {

  static Halves of(SparseAutoencoder autoencoder, Looked looked, Attributes attributes, long seed) {
    Half one = half(autoencoder, looked, attributes, 0, seed);
    Half two = half(autoencoder, looked, attributes, 1, seed);
    return new Halves(
        one,
        two,
        Sample.of(attributes, one.units()),
        Sample.of(attributes, two.units()),
        Columns.of(one.codes(), autoencoder.features()),
        Columns.of(two.codes(), autoencoder.features()));
  }

  private static Half half(
      SparseAutoencoder autoencoder, Looked looked, Attributes attributes, int half, long seed) {
    return Half.of(
        autoencoder, looked.vectors(), looked.units(), Half.units(attributes.about(), half, seed));
  }

  Attributes attributes() {
    return first.attributes();
  }

  /** Chosen on the first half with its threshold; numbers of the second. */
  Detection confirmed(int feature, int attribute) {
    Detection chosen = first.detection(firstColumns.get(feature), attribute);
    return second.at(secondColumns.get(feature), attribute, chosen.threshold());
  }
}
