package io.habitus.core.store;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** Writes the string ids of new clients, in ascending order of code. */
final class ClientIdWriter {
  private final Optional<ClientIds> before;
  private final ColumnWriter codes;
  private final ColumnWriter offsets;
  private final ColumnWriter bytes;
  private long lastCode = -1;
  private String lastId = "";

  ClientIdWriter(Optional<ClientIds> before, BiFunction<String, Integer, ColumnWriter> column) {
    this.before = before;
    codes = column.apply(StorePaths.CLIENT_CODES, Long.BYTES);
    offsets = column.apply(StorePaths.CLIENT_OFFSETS, Long.BYTES);
    bytes = column.apply(StorePaths.CLIENT_BYTES, 1);
    offsets.putLong(0);
  }

  void add(long code, String id) {
    if (code == lastCode) {
      throw collision(code, lastId, id);
    }
    if (code < lastCode) {
      throw new IllegalArgumentException("expected codes in ascending order");
    }
    lastCode = code;
    lastId = id;
    if (before.isPresent() && isKnown(before.get(), code, id)) {
      return;
    }
    codes.putLong(code);
    byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
    bytes.putBytes(utf8, 0, utf8.length);
    offsets.putLong(bytes.count());
  }

  private static boolean isKnown(ClientIds known, long code, String id) {
    OptionalLong found = known.code(id);
    if (found.isPresent()) {
      return true;
    }
    known
        .find(code)
        .ifPresent(other -> {
          throw collision(code, other, id);
        });
    return false;
  }

  private static InputException collision(long code, String id, String other) {
    return new InputException(
        Problem.inFile(
            "client ids",
            "different hashes",
            "the same hash " + code + " of '" + id + "' and '" + other + "'",
            "Rename one of the two clients."));
  }
}
