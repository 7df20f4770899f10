package io.habitus.pipeline.sae;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.steer.ItemFacts;
import io.habitus.explain.steer.Steering;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Layer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A recommender with the data that it is asked about, by the model's own items, and what is known
 * of them.
 *
 * @param model closed with this
 * @param partition of the data, by the model's items
 * @param items what is known of the model's items
 * @param subject what is explained
 * @param clientNames the log's own ids of clients, by code
 */
public record SaeRecommender(
    FittedSequential model,
    Partition partition,
    ItemFacts items,
    Subject subject,
    LongFunction<String> clientNames)
    implements AutoCloseable {
  private static final String ADVICE =
      "Give the data that it was fitted to, and the same --item-field.";

  /**
   * What is explained.
   *
   * @param name of the data
   * @param hash of the data
   * @param model what the recommender's weights are known by: {@link RecommenderSae#fingerprint} of
   *     its folder
   */
  public record Subject(String name, String hash, String model) {}

  /**
   * Loads a model and reads data for it, with the fields that it reads beside items.
   *
   * @param data a store, a challenge directory, or a text file of sequences
   * @param folder of the model
   * @throws InputException if the model is of other data, see {@link #open(RecommendData, Path,
   *     AskedItems, RunContext)}
   */
  public static SaeRecommender open(Path data, Path folder, AskedItems asked, RunContext context) {
    try (RecommendData read =
        RecommendData.open(
            data, asked.choice(), Optional.empty(), FittedSequential.contextOf(folder), context)) {
      return open(read, folder, asked, context);
    }
  }

  /**
   * The same of data that was read with those fields, which stays the caller's. Items that the
   * model does not know are left out of histories; the last known item of each client is the test.
   *
   * @throws InputException if the model was fitted to histories of another schema, or shares fewer
   *     than half of its items, or of the data's where these are fewer
   */
  public static SaeRecommender open(
      RecommendData data, Path folder, AskedItems asked, RunContext context) {
    Subject subject = new Subject(data.name(), data.hash(), RecommenderSae.fingerprint(folder));
    FittedSequential model = FittedSequential.load(folder);
    try {
      requireSame(data, model, folder);
      Interactions known = data.interactions().by(model.items());
      notes(data.interactions().items(), model, context);
      return new SaeRecommender(
          model,
          new Split.LeaveOneOut().of(known),
          asked.facts(data, model.items()),
          subject,
          clientNames(data));
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** Where ids are strings all of them are read now, for the data may be closed before this is. */
  private static LongFunction<String> clientNames(RecommendData data) {
    if (!data.hasClientNames()) {
      return Long::toString;
    }
    Map<Long, String> names = new HashMap<>();
    for (int user = 0; user < data.interactions().size(); user++) {
      long code = data.interactions().userId(user);
      names.put(code, data.clientName(code));
    }
    return code -> names.getOrDefault(code, Long.toString(code));
  }

  /** What a user of the partition is called where ids are shown. */
  public String clientName(int user) {
    return "client " + clientNames.apply(partition.data().userId(user));
  }

  private static void requireSame(RecommendData data, FittedSequential model, Path folder) {
    String fitted = model.card().schema();
    String given = data.interactions().schema();
    if (fitted != null && given != null && !fitted.equals(given)) {
      throw new InputException(
          Problem.inFile(
              folder.toString(),
              "a model of histories of schema " + given,
              "one of histories of schema " + fitted,
              ADVICE));
    }
    ItemIndex items = data.interactions().items();
    long shared = items.ids().stream().filter(id -> model.items().find(id) >= 0).count();
    if (shared == 0 || 2 * shared < Math.min(items.size(), model.items().size())) {
      throw new InputException(
          Problem.inFile(
              folder.toString(),
              "a model of items of " + data.name(),
              "%,d items in common, of %,d of the model and %,d of the data"
                  .formatted(shared, model.items().size(), items.size()),
              ADVICE));
    }
  }

  private static void notes(ItemIndex data, FittedSequential model, RunContext context) {
    ItemIndex items = model.items();
    long unknown = data.ids().stream().filter(id -> items.find(id) < 0).count();
    long missing = items.ids().stream().filter(id -> data.find(id) < 0).count();
    if (unknown + missing > 0) {
      context
          .progress()
          .note(
              "of %,d items of the data the model does not know %,d, which are passed over in histories; %,d of its %,d items nobody takes here"
                  .formatted(data.size(), unknown, missing, items.size()));
    }
    if (!model.card().split().equals(new Split.LeaveOneOut().sentence())) {
      context
          .progress()
          .note(
              "the model was fitted otherwise (%s): it may have seen the test items, so NDCG is of use for differences only"
                  .formatted(model.card().split()));
    }
  }

  /** Ready to be steered, by an autoencoder of a layer's states. */
  public Steering steering(Layer layer, SparseAutoencoder autoencoder) {
    return new Steering(model, layer, autoencoder, partition, items.attributes());
  }

  @Override
  public void close() {
    model.close();
  }
}
