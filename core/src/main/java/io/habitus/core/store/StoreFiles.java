package io.habitus.core.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/** Maps the files of a store's generations into one arena. */
record StoreFiles(Path store, Arena arena) {
  MemorySegment map(Generation generation, String name) {
    return find(generation, name)
        .orElseThrow(() ->
            ColumnFile.damaged(
                store.resolve(StorePaths.MANIFEST),
                "a file " + generation.path(name),
                "no mention of it"));
  }

  Optional<MemorySegment> find(Generation generation, String name) {
    return generation.file(name).map(stored -> ColumnFile.map(store, stored, arena));
  }
}
