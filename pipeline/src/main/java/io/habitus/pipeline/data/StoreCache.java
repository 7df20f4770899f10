package io.habitus.pipeline.data;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.run.Resources;
import io.habitus.core.store.SequenceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stores of challenge directories, kept between commands. Any of them may be deleted at any time;
 * one that was not used for {@value #KEPT_DAYS} days is deleted when another is made.
 */
final class StoreCache {
  static final int KEPT_DAYS = 30;
  private static final String USED = ".used";

  private final Path root;

  StoreCache(Path root) {
    this.root = root;
  }

  /**
   * Below the temporary folder if that was chosen, else below {@code XDG_CACHE_HOME} or {@code
   * ~/.cache}.
   */
  static StoreCache of(Resources resources) {
    if (!resources.tempDir().equals(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new StoreCache(resources.tempDir().resolve("habitus-stores"));
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return new StoreCache(base.resolve("habitus/stores"));
  }

  /**
   * The store of a directory with this fingerprint; {@code ingest} makes it where it is missing.
   */
  Path store(Path directory, String fingerprint, Consumer<Path> ingest) {
    Path store = root.resolve(directory.getFileName() + "-" + fingerprint.substring(0, 16));
    try {
      Files.createDirectories(root);
      try (FileChannel lock =
              FileChannel.open(
                  root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = lock.lock()) { // another command may be making the same one
        if (!SequenceStore.isStore(store)) {
          evict();
          ingest.accept(store);
        }
        touch(store);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("keeping stores in " + root, e);
    }
    return store;
  }

  private Path mark(Path store) {
    return root.resolve(store.getFileName() + USED);
  }

  private void touch(Path store) throws IOException {
    Files.write(mark(store), new byte[0]);
    Files.setLastModifiedTime(mark(store), FileTime.from(Instant.now()));
  }

  private void evict() throws IOException {
    Instant oldest = Instant.now().minus(Duration.ofDays(KEPT_DAYS));
    List<Path> marks;
    try (Stream<Path> all = Files.list(root)) {
      marks = all.filter(file -> file.toString().endsWith(USED)).toList();
    }
    for (Path mark : marks) {
      if (Files.getLastModifiedTime(mark).toInstant().isBefore(oldest)) {
        String name = mark.getFileName().toString();
        WholeFolder.delete(root.resolve(name.substring(0, name.length() - USED.length())));
        Files.delete(mark);
      }
    }
  }
}
