package io.habitus.core.store;

/**
 * One column file of a store.
 *
 * @param path relative to the store's folder, with forward slashes
 * @param elementBytes bytes of an element
 * @param count number of elements
 * @param crc32c checksum of the elements
 */
public record StoredFile(String path, int elementBytes, long count, int crc32c) {
  public StoredFile {
    if (elementBytes < 1 || count < 0) {
      throw new IllegalArgumentException(
          "expected elements of at least 1 byte and a count of at least 0, found "
              + elementBytes
              + " and "
              + count);
    }
  }
}
