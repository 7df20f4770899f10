package io.habitus.pipeline.sae;

import io.habitus.core.store.SequenceStore;
import io.habitus.explain.steer.ItemFacts;
import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.ItemIndex;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a recommender is asked about, and where facts about items come from.
 *
 * @param choice what counts as taking an item, as when the recommender was fitted
 * @param attributesFile a JSON object with a list of values for each item, instead of the
 *     catalogue's attributes
 * @param textsFile a text for each item, instead of the catalogue's
 */
public record AskedItems(
    ItemChoice choice, Optional<Path> attributesFile, Optional<ContentSource.TextsFile> textsFile) {
  /** The schema's items by its target event; facts of the catalogue. */
  public static final AskedItems OF_SCHEMA =
      new AskedItems(ItemChoice.OF_SCHEMA, Optional.empty(), Optional.empty());

  /**
   * As a user writes it.
   *
   * @param textsFile {@code FILE.tsv,COLUMN}
   */
  public static AskedItems of(
      ItemChoice choice, Optional<Path> attributesFile, Optional<String> textsFile) {
    return new AskedItems(choice, attributesFile, textsFile.map(ContentSource.TextsFile::parse));
  }

  /** What is known of some items. */
  public ItemFacts facts(RecommendData data, ItemIndex items) {
    ItemFacts facts =
        data.store()
            .filter(this::isAboutItsItems)
            .map(store -> ItemFacts.of(store, items))
            .orElseGet(() -> ItemFacts.none(items));
    if (attributesFile.isPresent()) {
      var values = new ContentSource.AttributesFile(attributesFile.get()).values();
      facts = facts.withAttributes("attribute", values, items);
    }
    return textsFile.isPresent() ? facts.withTexts(textsFile.get().texts(), items) : facts;
  }

  private boolean isAboutItsItems(SequenceStore store) {
    Optional<String> known = store.schema().itemField();
    return known.isPresent()
        && choice.field().filter(field -> !known.get().equals(field)).isEmpty();
  }
}
