package io.habitus.features.statistical;

import io.habitus.core.array.Npy;
import io.habitus.core.json.Json;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import io.habitus.features.frequency.ValueCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What statistical features are measured against: when each event type begins and ends, and how
 * popular each value is; both among the clients of the fit.
 */
public final class StatisticalTables {
  private final StatisticalLayout layout;
  private final List<List<Popularity>> popularity; // (blocks)(popular fields)

  private StatisticalTables(StatisticalLayout layout, List<List<Popularity>> popularity) {
    this.layout = layout;
    this.popularity = popularity;
  }

  /**
   * One pass over the input.
   *
   * @param clients whose events count; others' do not
   */
  public static StatisticalTables fit(Histories input, ClientSet clients, RunContext context) {
    ValueCounts counts = ValueCounts.of(input, clients, context);
    Schema schema = input.schema();
    List<StatisticalLayout.Span> spans = new ArrayList<>();
    for (int type = 0; type < schema.eventTypes().size(); type++) {
      spans.add(new StatisticalLayout.Span(counts.firstMicros(type), counts.lastMicros(type)));
    }
    StatisticalLayout layout = StatisticalLayout.of(schema, spans, input.untilMicros());
    List<List<Popularity>> popularity = new ArrayList<>();
    for (StatisticalLayout.Block block : layout.blocks()) {
      int type = schema.eventType(block.eventType());
      popularity.add(
          block.popular().stream().map(name -> popularity(input, counts, type, name)).toList());
    }
    return new StatisticalTables(layout, popularity);
  }

  private static Popularity popularity(Histories input, ValueCounts counts, int type, String name) {
    Schema schema = input.schema();
    int field = schema.field(name);
    if (field >= 0) {
      return Popularity.of(input.vocabulary(field), counts.byCode(type, field));
    }
    Catalogue catalogue = input.catalogue();
    int attribute = schema.itemAttribute(name);
    long[] byItem = counts.byCode(type, schema.field(schema.itemField().orElseThrow()));
    long[] byCode = new long[Math.max(catalogue.vocabulary(attribute).size(), Codes.FIRST_VALUE)];
    for (int item = Codes.FIRST_VALUE; item < byItem.length; item++) {
      if (byItem[item] > 0) {
        byCode[catalogue.code(attribute, item)] += byItem[item];
      }
    }
    return Popularity.of(catalogue.vocabulary(attribute), byCode);
  }

  public StatisticalLayout layout() {
    return layout;
  }

  /** Events by the code that a field or attribute has in these histories, (vocabulary). */
  long[] popularity(int block, int place, Histories input) {
    String name = layout.blocks().get(block).popular().get(place);
    int field = input.schema().field(name);
    return popularity
        .get(block)
        .get(place)
        .byCode(
            field >= 0
                ? input.vocabulary(field)
                : input.catalogue().vocabulary(input.schema().itemAttribute(name)));
  }

  /** Writes the tables beside what else a model's folder holds: two files for each field. */
  public void write(Path folder) {
    for (int block = 0; block < popularity.size(); block++) {
      for (int place = 0; place < popularity.get(block).size(); place++) {
        Popularity each = popularity.get(block).get(place);
        Path stem = stem(folder, block, place);
        Npy.write(named(stem, ".events.npy"), each.events());
        if (each.texts().isEmpty()) {
          Npy.write(named(stem, ".values.npy"), each.numbers());
        } else {
          Json.write(named(stem, ".values.json"), each.texts());
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws io.habitus.core.problem.InputException if a file is missing or malformed
   */
  public static StatisticalTables read(StatisticalLayout layout, Path folder) {
    List<List<Popularity>> all = new ArrayList<>();
    for (int block = 0; block < layout.blocks().size(); block++) {
      List<Popularity> fields = new ArrayList<>();
      for (int place = 0; place < layout.blocks().get(block).popular().size(); place++) {
        fields.add(read(stem(folder, block, place)));
      }
      all.add(fields);
    }
    return new StatisticalTables(layout, all);
  }

  private static Popularity read(Path stem) {
    long[] events = Npy.read(named(stem, ".events.npy")).toLongs();
    Path texts = named(stem, ".values.json");
    if (texts.toFile().exists()) {
      return new Popularity(new long[0], Arrays.asList(Json.read(texts, String[].class)), events);
    }
    return new Popularity(Npy.read(named(stem, ".values.npy")).toLongs(), List.of(), events);
  }

  private static Path stem(Path folder, int block, int place) {
    return folder.resolve("popularity-%d-%d".formatted(block, place));
  }

  private static Path named(Path stem, String suffix) {
    return stem.resolveSibling(stem.getFileName() + suffix);
  }
}
