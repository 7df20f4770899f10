package io.habitus.pipeline.study;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.explain.steer.ItemFacts;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.report.RecommenderFacts.Feature;
import io.habitus.pipeline.report.RecommenderFacts.NewItem;
import io.habitus.pipeline.sae.AskedItems;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.recommend.content.ItemContent;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.SequentialModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Fits a recommender to a store's events before a cut-off and asks it about what came after. */
public final class RecommenderStudy {
  /** The fitted recommender, within the folder. */
  public static final String MODEL = "model";

  /** Pages about the features of its hidden states, within the folder. */
  public static final String FEATURES = "features";

  private final SequenceStore store;
  private final StudyRequest request;
  private final Path folder;
  private final RunContext context;
  private final BeforeAndAfter data;
  private final ItemWords words;

  private RecommenderStudy(
      SequenceStore store, Instant cutOff, StudyRequest request, Path folder, RunContext context) {
    this.store = store;
    this.request = request;
    this.folder = folder;
    this.context = context;
    data =
        BeforeAndAfter.read(store, request.choice(), request.settings().context(), cutOff, context);
    words = new ItemWords(store);
  }

  /**
   * Runs it.
   *
   * @param cutOff nothing at or after it is learned from
   * @param folder gets {@value #MODEL} and, where items have attributes, {@value #FEATURES}
   * @throws UsageException if the data names no item field
   */
  public static RecommenderFacts run(
      SequenceStore store, Instant cutOff, StudyRequest request, Path folder, RunContext context) {
    if (store.schema().itemField().isEmpty()) {
      throw new UsageException("recommender: " + store.schema().name() + " names no item field");
    }
    return new RecommenderStudy(store, cutOff, request, folder, context).run();
  }

  private RecommenderFacts run() {
    Optional<ItemContent> content =
        request.content().map(source -> source.read(RecommendData.of(store, data.past()), context));
    try (FittedSequential fitted = fit(content)) {
      fitted.save(folder.resolve(MODEL));
      Map<String, float[]> arrived = arrived(content);
      if (arrived.isEmpty()) {
        return facts(content, fitted, fitted);
      }
      try (FittedSequential grown = fitted.withItems(arrived)) {
        return facts(content, fitted, grown);
      }
    }
  }

  /**
   * Asks.
   *
   * @param fitted over the items of the past
   * @param grown the same with the items that came afterwards, by their content
   */
  private RecommenderFacts facts(
      Optional<ItemContent> content, FittedSequential fitted, FittedSequential grown) {
    Partition partition = data.split().of(data.all().by(grown.items()));
    Optional<NewItem> newItem =
        content.flatMap(known -> new NewItemStudy(data, known, context).of(fitted, words));
    ListStudy lists = new ListStudy(data, words);
    Optional<FeatureStudy> features = features(grown, partition);
    Optional<Feature> feature = features.flatMap(FeatureStudy::surest);
    Optional<SteeringCurve> curve = feature.map(each -> features.orElseThrow().curve(each));
    return new RecommenderFacts(
        fitted.name(),
        taking(),
        content.map(ItemContent::source),
        data.cutOff(),
        data.split().validationFrom(),
        new RecommenderFacts.Learned(
            data.past().size(), data.past().total(), data.past().items().size()),
        partition.test().size(),
        partition.test().size() - partition.warm(partition.test()).size(),
        Comparison.of(grown, partition, context),
        lists.of(fitted, this::name, context),
        lists.clients(),
        lists.pleased(fitted, context),
        newItem,
        feature,
        curve);
  }

  private FittedSequential fit(Optional<ItemContent> content) {
    ItemVectors vectors =
        content
            .<ItemVectors>map(
                known -> new ItemVectors.ContentPlusDelta(known, request.maxDeltaNorm()))
            .orElseGet(ItemVectors.Random::new);
    return new SequentialModel(request.settings(), vectors)
        .fit(data.split().of(data.past()), request.seed(), context);
  }

  /** Content of the items that came after the cut-off. */
  private Map<String, float[]> arrived(Optional<ItemContent> content) {
    Map<String, float[]> arrived = new HashMap<>();
    for (String id : data.newItems()) {
      content
          .map(known -> known.find(id))
          .ifPresent(vector -> arrived.put(id, Objects.requireNonNull(vector)));
    }
    return arrived;
  }

  private Optional<FeatureStudy> features(FittedSequential model, Partition partition) {
    ItemFacts known =
        new AskedItems(request.choice(), Optional.empty(), Optional.empty())
            .facts(RecommendData.of(store, data.past()), model.items());
    if (known.attributes().size() == 0) {
      return Optional.empty();
    }
    List<String> names = model.items().ids().stream().map(words::of).toList();
    SaeRecommender.Subject subject =
        new SaeRecommender.Subject(
            store.schema().name(),
            store.manifest().generations().getLast().source().hash(),
            RecommenderSae.fingerprint(folder.resolve(MODEL)));
    ItemFacts called = new ItemFacts(known.attributes(), names, known.texts());
    return Optional.of(
        new FeatureStudy(
            new SaeRecommender(model, partition, called, subject, this::clientName),
            request.autoencoder(),
            request.showIds(),
            folder.resolve(FEATURES),
            context));
  }

  private String taking() {
    List<String> events = request.choice().events();
    return events.isEmpty() ? store.schema().targetEvent() : String.join(", ", events);
  }

  private String name(long client, int place) {
    return request.showIds() ? "Client " + clientName(client) : "Client " + (char) ('A' + place);
  }

  private String clientName(long client) {
    return store.clientIds().find(client).orElse(Long.toString(client));
  }
}
