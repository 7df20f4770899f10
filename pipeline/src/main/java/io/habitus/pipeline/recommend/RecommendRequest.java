package io.habitus.pipeline.recommend;

import io.habitus.core.run.RunContext;
import io.habitus.ingest.profile.RecommendationTable;
import io.habitus.recommend.Recommendation;
import io.habitus.recommend.Recommending;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.SequentialModel;
import io.habitus.recommend.sequential.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Fitting a recommender for use, and lists for many clients. */
public final class RecommendRequest {
  /** Of a recommendation: client, rank and score. */
  private static final int ROW_BYTES = Long.BYTES + Integer.BYTES + Float.BYTES;

  private RecommendRequest() {}

  /**
   * What was written.
   *
   * @param clients asked for
   * @param lists with at least one item
   * @param rows recommendations of all lists
   * @param unknown clients that the data does not have
   * @param examples the first lists, by client
   */
  public record Written(
      int clients, int lists, long rows, List<String> unknown, List<Example> examples) {
    public Written {
      unknown = List.copyOf(unknown);
      examples = List.copyOf(examples);
    }
  }

  /**
   * One list.
   *
   * @param client the log's own id
   * @param items best first
   */
  public record Example(String client, List<Recommendation> items) {
    public Example {
      items = List.copyOf(items);
    }
  }

  /** Fits on all interactions but each client's last, which decides when training stops. */
  public static FittedSequential fit(
      RecommendData data,
      Map<String, String> parameters,
      ItemVectors vectors,
      long seed,
      RunContext context) {
    return new SequentialModel(Settings.of(parameters), vectors)
        .fit(new Split.LastForValidation().of(data.interactions()), seed, context);
  }

  /**
   * Fails where lists for these clients do not fit on the disk: once as the file, and in the
   * temporary folder while it is made. A list of the data's items is meant; what a model adds to
   * them changes little.
   *
   * @param clients how many
   * @param k items of a list
   * @throws io.habitus.core.problem.InputException that says how much is needed and how much there
   *     is
   */
  public static void requireRoom(
      RecommendData data, int clients, int k, Path file, RunContext context) {
    Interactions interactions = data.interactions();
    double item = meanBytes(interactions.items().size(), interactions.items()::id);
    double client =
        data.hasClientNames()
            ? meanBytes(interactions.size(), user -> data.clientName(interactions.userId(user)))
            : 0;
    long rows = (long) clients * Math.min(k, interactions.items().size());
    long bytes = Math.round(rows * (ROW_BYTES + item + client));
    context.disk().require(file, bytes, context.resources().tempDir(), bytes);
  }

  /** Of texts, a thousand of them looked at, with their length. */
  private static double meanBytes(int count, IntFunction<String> text) {
    int step = Math.max(1, count / 1000);
    return IntStream.iterate(0, i -> i < count, i -> i + step)
        .map(i -> Integer.BYTES + text.apply(i).getBytes(StandardCharsets.UTF_8).length)
        .average()
        .orElse(0);
  }

  /**
   * Writes lists as Parquet, client by client.
   *
   * @param clients the log's own ids; empty for all
   * @param examples lists that are kept for show
   * @throws io.habitus.core.problem.InputException if the disk has no room for the lists
   */
  public static Written write(
      RecommendData data,
      Recommending recommending,
      List<String> clients,
      Path file,
      int examples,
      RunContext context) {
    Interactions interactions = data.interactions();
    List<String> unknown = new ArrayList<>();
    int[] users = clients.isEmpty() ? everyone(interactions) : find(data, clients, unknown);
    requireRoom(data, users.length, recommending.rules().k(), file, context);
    List<Example> shown = new ArrayList<>();
    int[] lists = {0};
    long[] rows = {0};
    try (RecommendationTable table =
        new RecommendationTable(file, data.hasClientNames(), context)) {
      recommending.forEach(
          interactions,
          users,
          context,
          (list, place) -> {
            long client = interactions.userId(users[place]);
            String name = data.clientName(client);
            for (int rank = 0; rank < list.size(); rank++) {
              Recommendation each = list.get(rank);
              table.append(client, name, rank + 1, each.item(), each.score());
            }
            lists[0] += list.isEmpty() ? 0 : 1;
            rows[0] += list.size();
            if (shown.size() < examples && !list.isEmpty()) {
              shown.add(new Example(name, list));
            }
          });
      table.finish();
    }
    return new Written(users.length, lists[0], rows[0], unknown, shown);
  }

  private static int[] everyone(Interactions interactions) {
    return IntStream.range(0, interactions.size()).toArray();
  }

  private static int[] find(RecommendData data, List<String> clients, List<String> unknown) {
    IntStream.Builder found = IntStream.builder();
    for (String id : clients) {
      OptionalLong code = data.client(id);
      int user = code.isEmpty() ? -1 : data.interactions().find(code.getAsLong());
      if (user < 0) {
        unknown.add(id);
      } else {
        found.add(user);
      }
    }
    return found.build().toArray();
  }
}
