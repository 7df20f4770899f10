package io.habitus.core.store;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log's own client ids and their codes. Integer ids are their own codes. A string id's code is
 * the first 63 bits of its MD5, so it is the same in every store; two ids of one store never share
 * a code.
 */
public interface ClientIds {
  boolean isString();

  /** The log's own id of a client, if the store has one of that code. */
  Optional<String> find(long code);

  /**
   * The log's own id of a client of this store.
   *
   * @throws IllegalArgumentException if it has none of that code
   */
  default String id(long code) {
    return find(code)
        .orElseThrow(() -> new IllegalArgumentException("no client has the code " + code));
  }

  /** The code of an id, if the store has such a client. */
  OptionalLong code(String id);

  /** Code that a string id gets, in any store. */
  static long codeOf(String id) {
    return Md5.firstLong(Md5.of(id.getBytes(StandardCharsets.UTF_8))) & Long.MAX_VALUE;
  }

  /** Integer ids, which are their own codes. */
  static ClientIds integers(StoredHistories all) {
    return new ClientIds() {
      @Override
      public boolean isString() {
        return false;
      }

      @Override
      public Optional<String> find(long code) {
        return all.lookup().find(code).map(events -> Long.toString(code));
      }

      @Override
      public String id(long code) {
        return Long.toString(code);
      }

      @Override
      public OptionalLong code(String id) {
        try {
          long code = Long.parseLong(id.strip());
          return all.lookup().find(code).isPresent() ? OptionalLong.of(code) : OptionalLong.empty();
        } catch (NumberFormatException e) {
          return OptionalLong.empty(); // no integer, so no client of this store
        }
      }
    };
  }

  /**
   * String ids in mapped columns, one part for each generation, each in ascending order of code.
   */
  static ClientIds strings(List<Generation> generations, StoreFiles files) {
    List<StringIds.Part> parts = new ArrayList<>();
    for (Generation generation : generations) {
      MemorySegment codes = files.map(generation, StorePaths.CLIENT_CODES);
      parts.add(
          new StringIds.Part(
              codes,
              files.map(generation, StorePaths.CLIENT_OFFSETS),
              files.map(generation, StorePaths.CLIENT_BYTES)));
    }
    return new StringIds(parts);
  }
}
