package io.habitus.cli.command;

import io.habitus.pipeline.sae.AskedItems;
import io.habitus.recommend.data.ItemChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a recommender is asked about, as options of the commands that look into one. */
final class ItemOptions {
  @Option(
      names = "--item-field",
      paramLabel = "FIELD",
      description = "Of a recommender: event field that holds items, as when it was fitted.")
  @Nullable String itemField;

  @Option(
      names = "--events",
      paramLabel = "TYPE",
      split = ",",
      description = "Of a recommender: event types that count as taking an item, likewise.")
  List<String> events = new ArrayList<>();

  @Option(
      names = "--attributes-file",
      paramLabel = "FILE.json",
      description =
          "Of a recommender: a list of values for each item, instead of the catalogue's"
              + " attributes.")
  @Nullable Path attributesFile;

  @Option(
      names = "--texts-file",
      paramLabel = "FILE.tsv,COLUMN",
      description =
          "Of a recommender: a text for each item by the id in the first column, instead of the"
              + " catalogue's.")
  @Nullable String textsFile;

  AskedItems asked() {
    return AskedItems.of(
        new ItemChoice(Optional.ofNullable(itemField), events),
        Optional.ofNullable(attributesFile),
        Optional.ofNullable(textsFile));
  }
}
