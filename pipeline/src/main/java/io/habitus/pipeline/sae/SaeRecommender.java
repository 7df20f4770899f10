package io.habitus.pipeline.sae;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.explain.interpret.Attributes;
import io.habitus.explain.steer.ItemFacts;
import io.habitus.recommend.data.InteractionReader;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.sequential.FittedSequential;
import java.nio.file.Path;
import java.util.List;

/**
 * A saved recommender with the data that it is asked about: clients' items by the schema's target
 * event, the last item of each client as the test.
 *
 * @param model closed with this
 * @param partition leave-one-out
 * @param attributes of the items
 * @param names of the items
 */
public record SaeRecommender(
    FittedSequential model, Partition partition, Attributes attributes, List<String> names)
    implements AutoCloseable {

  /**
   * Loads a model.
   *
   * @throws InputException if its items are not those of the data
   */
  public static SaeRecommender open(SequenceStore store, Path folder, RunContext context) {
    Interactions data = InteractionReader.read(store.histories(), ItemChoice.OF_SCHEMA, context);
    FittedSequential model = FittedSequential.load(folder);
    if (!model.items().ids().equals(data.items().ids())) {
      model.close();
      throw new InputException(
          Problem.inFile(
              folder.toString(),
              "a model over the %,d items of the data".formatted(data.items().size()),
              "%,d items".formatted(model.items().size()),
              "Give the data that it was fitted to."));
    }
    Split split = new Split.LeaveOneOut();
    if (!model.card().split().equals(split.sentence())) {
      context
          .progress()
          .note(
              "the model was fitted otherwise (%s): it may have seen the test items, so NDCG is of use for differences only"
                  .formatted(model.card().split()));
    }
    return new SaeRecommender(
        model,
        split.of(data),
        ItemFacts.attributes(store, data.items()),
        ItemFacts.names(store, data.items()));
  }

  @Override
  public void close() {
    model.close();
  }
}
