package io.habitus.pipeline.data;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.shop.ShopOracle;
import io.habitus.ingest.shop.TaskOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Data that is open: a store, or a challenge directory (as published or split) through the store
 * that was made of it.
 *
 * @param path as the user named it
 * @param store to read; closed with this
 */
public record DataSource(Path path, SequenceStore store) implements AutoCloseable {

  /**
   * Opens a store, or a challenge directory, which is ingested when it is first opened and found
   * again afterwards.
   *
   * @throws InputException if the path holds neither, or its files are at fault
   */
  public static DataSource open(Path path, RunContext context) {
    if (SequenceStore.isStore(path)) {
      return new DataSource(path, SequenceStore.open(path));
    }
    requireDirectory(path);
    Path store =
        StoreCache.of(context.resources())
            .store(
                path.toAbsolutePath().normalize(),
                DirectoryFingerprint.of(path),
                folder -> ingest(path, folder, context));
    return new DataSource(path, SequenceStore.open(store));
  }

  /** Hash of the source's files, which provenance names. */
  public String hash() {
    return store.manifest().generations().getLast().source().hash();
  }

  /**
   * Task → AUROC of the latent oracle, where the data was generated and its oracle is about this
   * split.
   */
  public Map<String, Double> oracleAuroc(Split split) {
    Path file = path.resolve(ShopOracle.FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    ShopOracle oracle = Json.read(file, ShopOracle.class);
    return split.equals(oracle.split())
        ? oracle.tasks().stream().collect(Collectors.toMap(TaskOracle::task, TaskOracle::auroc))
        : Map.of();
  }

  private static void requireDirectory(Path path) {
    if (!Files.isDirectory(path)) {
      throw new InputException(
          Problem.inFile(
              path.toString(),
              "a challenge directory or a store",
              Files.exists(path) ? "a file" : "no such folder",
              Files.exists(path) ? "A single log file needs habitus ingest --schema." : ""));
    }
  }

  private static void ingest(Path path, Path store, RunContext context) {
    context.progress().note("ingesting " + path + " once; its store is kept as " + store);
    Ingest.run(LogSource.challenge(path), store, IngestOptions.defaults(), context);
  }

  @Override
  public void close() {
    store.close();
  }
}
