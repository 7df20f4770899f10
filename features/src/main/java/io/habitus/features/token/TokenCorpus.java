package io.habitus.features.token;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/**
 * The tokens of many clients, 2 bytes each, clients in ascending order of id: the same however the
 * store is cut into shards. Outside the heap; beyond a quarter of the run's memory in a temporary
 * file without a name. An index of 20 bytes for each client is on the heap. May be read from
 * several threads.
 */
public final class TokenCorpus implements AutoCloseable {
  private static final ValueLayout.OfChar TOKEN = ValueLayout.JAVA_CHAR_UNALIGNED;

  /** Of a {@link ByteBuffer}, which cannot be larger than 2 GiB. */
  private static final long MOST_AT_ONCE = 1L << 30;

  private final CorpusIndex index;
  private final int width;
  private final Arena arena;
  private final MemorySegment tokens; // (steps of all clients, width)

  private TokenCorpus(CorpusIndex index, int width, Arena arena, MemorySegment tokens) {
    this.index = index;
    this.width = width;
    this.arena = arena;
    this.tokens = tokens;
  }

  /**
   * Reads clients' tokens, in two passes. Clients without a step are left out.
   *
   * @param clients which ones
   */
  public static TokenCorpus of(
      Histories histories, TokenReader reader, LongPredicate clients, RunContext context) {
    List<CorpusIndex.Part> parts =
        Parallel.map(
            "measuring histories",
            "shards",
            histories.shardCount(),
            context,
            shard -> measure(histories, shard, reader.another(), clients, context));
    CorpusIndex index = CorpusIndex.of(parts);
    int width = reader.layout().width();
    Arena arena = Arena.ofShared();
    try {
      MemorySegment tokens = room(arena, index.steps() * width * TOKEN.byteSize(), context);
      TokenCorpus corpus = new TokenCorpus(index, width, arena, tokens);
      var unused =
          Parallel.map(
              "reading tokens",
              "shards",
              histories.shardCount(),
              context,
              shard -> corpus.read(histories, shard, reader.another(), clients, context));
      return corpus;
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** The clients of some shards, for work that goes from some to the next. */
  public static TokenCorpus ofShards(
      Histories histories,
      List<Integer> shards,
      TokenReader reader,
      LongPredicate clients,
      RunContext context) {
    CorpusIndex index =
        CorpusIndex.of(
            shards.stream()
                .map(shard -> measure(histories, shard, reader, clients, context))
                .toList());
    int width = reader.layout().width();
    Arena arena = Arena.ofShared();
    try {
      MemorySegment tokens = arena.allocate(index.steps() * width * TOKEN.byteSize());
      TokenCorpus corpus = new TokenCorpus(index, width, arena, tokens);
      for (int shard : shards) {
        corpus.read(histories, shard, reader, clients, context);
      }
      return corpus;
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private static CorpusIndex.Part measure(
      Histories histories,
      int shard,
      TokenReader reader,
      LongPredicate clients,
      RunContext context) {
    CorpusIndex.Part part = new CorpusIndex.Part();
    try (Histories.Cursor cursor = histories.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("measuring histories");
        if (clients.test(cursor.events().clientId())) {
          part.add(cursor.events().clientId(), reader.read(cursor.events()));
        }
      }
    }
    return part;
  }

  private static MemorySegment room(Arena arena, long bytes, RunContext context) {
    if (bytes <= context.resources().memoryBytes() / 4) {
      return arena.allocate(bytes);
    }
    Path folder = context.resources().tempDir();
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "tokens", ".part");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("making room for tokens in " + folder, e);
    }
  }

  /** Reads a shard's clients into their places; returns the shard. */
  private int read(
      Histories histories,
      int shard,
      TokenReader reader,
      LongPredicate clients,
      RunContext context) {
    try (Histories.Cursor cursor = histories.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("reading tokens");
        long id = cursor.events().clientId();
        if (clients.test(id)) {
          int steps = reader.read(cursor.events());
          if (steps > 0) {
            write(reader, steps, index.offset(index.rank(id)));
          }
        }
      }
    }
    return shard;
  }

  private void write(TokenReader reader, int steps, long offset) {
    long at = offset * width * TOKEN.byteSize();
    for (int step = 0; step < steps; step++) {
      for (int field = 0; field < width; field++) {
        tokens.set(TOKEN, at, reader.token(field, step));
        at += TOKEN.byteSize();
      }
    }
  }

  /** Number of clients. */
  public int size() {
    return index.size();
  }

  /** Fields of a step. */
  public int width() {
    return width;
  }

  /** Steps of all clients. */
  public long steps() {
    return index.steps();
  }

  /** Ids, ascending. */
  public long clientId(int client) {
    return index.clientId(client);
  }

  /** Steps of a client, at least 1. */
  public int length(int client) {
    return index.length(client);
  }

  /** One token, oldest step first. */
  public char token(int client, int step, int field) {
    long at = (index.offset(client) + step) * width + field;
    return tokens.get(TOKEN, at * TOKEN.byteSize());
  }

  /** All tokens, (steps of all clients, width), unsigned 16 bits, clients in order. */
  public MemorySegment tokens() {
    return tokens.asReadOnly();
  }

  /** CRC-32C of all clients, lengths and tokens. */
  public long checksum() {
    CRC32C sum = new CRC32C();
    ByteBuffer client = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    for (int i = 0; i < size(); i++) {
      sum.update(client.clear().putLong(clientId(i)).putInt(length(i)).flip());
    }
    for (long from = 0; from < tokens.byteSize(); from += MOST_AT_ONCE) {
      long bytes = Math.min(MOST_AT_ONCE, tokens.byteSize() - from);
      sum.update(tokens.asSlice(from, bytes).asByteBuffer());
    }
    return sum.getValue();
  }

  @Override
  public void close() {
    arena.close();
  }
}
