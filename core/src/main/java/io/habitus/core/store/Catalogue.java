package io.habitus.core.store;

/**
 * Item attributes, by the item's code in the item field's vocabulary. An item of the log that the
 * catalogue lacks has {@link Codes#UNKNOWN} (or NaN) everywhere; an item of the catalogue whose
 * attribute is empty has {@link Codes#NULL}.
 */
public interface Catalogue {
  /** Code of a CATEGORICAL, CODES or TEXT attribute. */
  int code(int attribute, int item);

  /** Value of a NUMERIC attribute. */
  double number(int attribute, int item);

  Vocabulary vocabulary(int attribute);
}
