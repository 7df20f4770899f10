package io.habitus.features.event;

import static io.habitus.features.event.ColumnKind.CODE;
import static io.habitus.features.event.ColumnKind.COUNT;
import static io.habitus.features.event.ColumnKind.DURATION;
import static io.habitus.features.event.ColumnKind.ENTROPY;
import static io.habitus.features.event.ColumnKind.FLAG;
import static io.habitus.features.event.ColumnKind.GAP;
import static io.habitus.features.event.ColumnKind.PRICE;
import static io.habitus.features.event.ColumnKind.RATE;
import static io.habitus.features.event.ColumnKind.TIME;
import static io.habitus.features.event.ColumnKind.WEEKLY;

import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down the columns of a schema, in the order in which {@link RawRow} writes their values.
 * The order within a block is that of EmbedNBreakfast.
 */
final class Layouts {
  private final SequenceSettings settings;
  private final List<Column> columns = new ArrayList<>();

  private Layouts(SequenceSettings settings) {
    this.settings = settings;
  }

  static SequenceLayout of(Schema schema, SequenceSettings settings) {
    Families families = new Families(schema, settings);
    List<Block> blocks = new ArrayList<>();
    Families.Product product = families.product();
    if (product != null) {
      blocks.add(new Block("product", product.names(), new Layouts(settings).product(product)));
    }
    for (Families.Session session : families.sessions()) {
      List<Column> columns =
          session.search()
              ? new Layouts(settings).search(session, product != null)
              : new Layouts(settings).visit(session, product != null);
      blocks.add(new Block(session.name(), List.of(session.name()), columns));
    }
    List<String> types = schema.eventTypes().stream().map(type -> type.name()).toList();
    return new SequenceLayout(
        SequenceLayout.VERSION,
        settings,
        types,
        new Layouts(settings).head(types),
        blocks,
        families.leftOut());
  }

  private Outlook counts() {
    return settings.outlook();
  }

  private void own(ColumnKind kind, String name) {
    columns.add(new Column(name, kind, Outlook.CAUSAL));
  }

  private void history(ColumnKind kind, String name) {
    columns.add(new Column(name, kind, counts()));
  }

  private void counts(String of, List<String> types) {
    types.forEach(type -> history(COUNT, of + "." + type));
  }

  /** Counts of the global tables: known when they were fitted, whatever the client did. */
  private void tableCounts(String of, List<String> types) {
    types.forEach(type -> own(COUNT, of + "." + type));
  }

  private List<Column> head(List<String> types) {
    types.forEach(type -> own(FLAG, "is_" + type));
    own(TIME, "hour");
    own(TIME, "weekday");
    own(TIME, "day_of_month");
    if (counts() == Outlook.CAUSAL) {
      own(GAP, "days_since_previous");
    }
    return columns;
  }

  private List<Column> product(Families.Product product) {
    List<String> types = product.names();
    counts("client_item", types);
    history(ENTROPY, "client_entropy.item");
    if (product.hasClusters()) {
      history(ENTROPY, "client_entropy.cluster");
    }
    if (product.hasCategories()) {
      history(ENTROPY, "client_entropy.category");
    }
    if (product.hasRates()) {
      history(RATE, "rate.client_item");
      history(RATE, "rate.client");
      own(RATE, "rate.item");
    }
    counts("client", types);
    own(FLAG, "top_item");
    if (product.hasClusters()) {
      counts("client_cluster", types);
      tableCounts("cluster", types);
      own(ENTROPY, "entropy.cluster");
    }
    own(ENTROPY, "entropy.item");
    tableCounts("item", types);
    if (product.hasCategories()) {
      category(product);
    }
    if (product.price() >= 0) {
      own(PRICE, "price");
    }
    codes(product.codeWidth());
    return columns;
  }

  private void category(Families.Product product) {
    own(FLAG, "top_category");
    counts("client_category", product.names());
    if (product.hasRates()) {
      own(RATE, "rate.category");
      history(RATE, "rate.client_category");
    }
    tableCounts("category", product.names());
    own(ENTROPY, "entropy.category");
  }

  private List<Column> visit(Families.Session session, boolean hasProducts) {
    if (session.field() >= 0) {
      history(COUNT, "client_value");
    }
    history(COUNT, "client");
    if (session.field() >= 0) {
      own(ENTROPY, "entropy.value");
      own(COUNT, "value");
    }
    nearby(hasProducts);
    for (int week = 0; week < settings.weeks(); week++) {
      history(WEEKLY, "week." + week);
    }
    return columns;
  }

  private List<Column> search(Families.Session session, boolean hasProducts) {
    history(COUNT, "client_value");
    history(COUNT, "client");
    history(ENTROPY, "client_entropy.value");
    if (session.hasClusters()) {
      history(ENTROPY, "client_entropy.cluster");
    }
    own(COUNT, "value");
    if (session.hasClusters()) {
      own(COUNT, "cluster");
      history(COUNT, "client_cluster");
    }
    own(ENTROPY, "entropy.value");
    if (session.hasClusters()) {
      own(ENTROPY, "entropy.cluster");
    }
    nearby(hasProducts);
    codes(session.codeWidth());
    return columns;
  }

  private void nearby(boolean hasProducts) {
    if (hasProducts) {
      history(FLAG, "top_item_nearby");
      history(FLAG, "top_category_nearby");
      history(COUNT, "products_nearby");
    }
    history(DURATION, "session_duration");
  }

  private void codes(int width) {
    for (int c = 0; c < width; c++) {
      own(CODE, "code." + c);
    }
  }
}
