package io.habitus.models.embedding;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import io.habitus.testkit.run.ChildJvm;
import io.habitus.testkit.run.HeardProgress;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Embedding in a process of its own, slowly enough to be killed in the middle. */
final class EmbeddingProcess {
  static final ClientSet CLIENTS = ClientSet.of(LongStream.range(0, 520).toArray());
  private static final long END = 1_650_000_000_000_000L;

  private EmbeddingProcess() {}

  static ChildJvm start(Path folder, long pauseMillis) throws Exception {
    return ChildJvm.start(Path.of(folder + ".log"), EmbeddingProcess.class, folder, pauseMillis);
  }

  /** 500 clients with events and 20 without. */
  static Histories log() {
    MemoryLog log = MemoryLog.challenge();
    Random random = new Random(3);
    List<String> types = List.of("product_buy", "add_to_cart", "page_visit");
    for (int i = 0; i < 6_000; i++) {
      long time = END - 1 - random.nextInt(90 * 86_400) * Micros.PER_SECOND;
      log.event(random.nextInt(500), time, types.get(random.nextInt(3)), random.nextInt(9));
    }
    for (int sku = 0; sku < 9; sku++) {
      log.item(sku, sku % 3, sku % 4, null);
    }
    return log.histories(Long.MIN_VALUE, END);
  }

  static byte[] embed(Path folder, RunContext context) {
    try (FittedProfileModel fitted = ProfileModels.load(folder.resolve("model"))) {
      return fitted.embed(log(), CLIENTS, context).halves().toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /** Arguments: folder, pause after each client. The vectors appear when all is done. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    RunContext context =
        RunContext.silent()
            .withThreads(2)
            .withProgress(slow(Long.parseLong(arguments[1])))
            .withWorkFolder(folder.resolve("work"));
    Files.write(folder.resolve("vectors"), embed(folder, context));
  }

  private static Progress slow(long pauseMillis) {
    return new HeardProgress()
        .onAdvance(
            (what, units) -> ChildJvm.sleep(what.equals(EmbeddingPass.WHAT) ? pauseMillis : 0))
        .onNote(System.out::println);
  }
}
