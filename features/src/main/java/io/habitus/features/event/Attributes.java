package io.habitus.features.event;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a data set's vocabularies and catalogue say of its codes, in arrays by code: an item's
 * category, price, name vector and cluster, a query's vector and cluster. −1 stands for "none".
 */
final class Attributes {
  private final Families families;
  private final int[] categories; // (items)
  private final double[] prices; // (items)
  private final int[] names; // (items) code of the name vector
  private final @Nullable CodeMatrix nameVectors;
  private final @Nullable CodeMatrix[] valueVectors; // (sessions)
  private final short[] itemClusters; // (items)
  private final short[][] valueClusters; // (sessions, values)
  private final int categoryCount;

  Attributes(Histories histories, Families families) {
    this.families = families;
    Families.Product product = families.product();
    Catalogue catalogue = histories.catalogue();
    int items = product == null ? 0 : histories.vocabulary(product.itemField()).size();
    this.categories = codes(catalogue, product == null ? -1 : product.category(), items);
    this.names = codes(catalogue, product == null ? -1 : product.codes(), items);
    this.prices = new double[items];
    this.itemClusters = noClusters(items);
    this.categoryCount =
        product != null && product.hasCategories()
            ? catalogue.vocabulary(product.category()).size()
            : 0;
    this.nameVectors =
        product != null && product.hasClusters()
            ? new CodeMatrix(catalogue.vocabulary(product.codes()), product.codeWidth())
            : null;
    if (product != null && product.price() >= 0) {
      readPrices(histories, product.price());
    }
    int sessions = families.sessions().size();
    this.valueVectors = new CodeMatrix[sessions];
    this.valueClusters = new short[sessions][];
    for (int s = 0; s < sessions; s++) {
      Families.Session session = families.sessions().get(s);
      int size = session.field() < 0 ? 0 : histories.vocabulary(session.field()).size();
      valueClusters[s] = noClusters(size);
      if (session.hasClusters()) {
        valueVectors[s] =
            new CodeMatrix(histories.vocabulary(session.field()), session.codeWidth());
      }
    }
  }

  private static short[] noClusters(int size) {
    short[] clusters = new short[size];
    Arrays.fill(clusters, (short) -1);
    return clusters;
  }

  private static int[] codes(Catalogue catalogue, int attribute, int items) {
    int[] codes = new int[items];
    Arrays.fill(codes, -1);
    for (int item = Codes.FIRST_VALUE; attribute >= 0 && item < items; item++) {
      int code = catalogue.code(attribute, item);
      codes[item] = code < Codes.FIRST_VALUE ? -1 : code;
    }
    return codes;
  }

  /** A bucket b is (b + 1) / 100, so that "no price" (0) is not the cheapest bucket. */
  private void readPrices(Histories histories, int attribute) {
    Catalogue catalogue = histories.catalogue();
    boolean numeric =
        histories.schema().itemAttributes().get(attribute).kind() == FieldKind.NUMERIC;
    Vocabulary buckets = catalogue.vocabulary(attribute);
    for (int item = Codes.FIRST_VALUE; item < prices.length; item++) {
      if (numeric) {
        double price = catalogue.number(attribute, item);
        prices[item] = Double.isFinite(price) ? price : 0;
      } else {
        int code = catalogue.code(attribute, item);
        boolean known = code >= Codes.FIRST_VALUE && buckets.isInteger();
        prices[item] = known ? (buckets.longValue(code) + 1) / 100.0 : 0;
      }
    }
  }

  /** Sets the clusters of items and values, now that they are fitted. */
  void cluster(Clusters clusters) {
    if (nameVectors != null) {
      assign(nameVectors, names, clusters.items(), itemClusters);
    }
    for (int s = 0; s < valueVectors.length; s++) {
      CodeMatrix vectors = valueVectors[s];
      if (vectors != null) {
        assign(vectors, identity(vectors.size()), clusters.values(s), valueClusters[s]);
      }
    }
  }

  private static int[] identity(int size) {
    int[] codes = new int[size];
    Arrays.setAll(codes, code -> code < Codes.FIRST_VALUE ? -1 : code);
    return codes;
  }

  private static void assign(CodeMatrix vectors, int[] codes, KMeans means, short[] into) {
    double[] scratch = new double[means.clusters()];
    for (int i = 0; i < codes.length && means.clusters() > 0; i++) {
      into[i] = codes[i] < 0 ? -1 : (short) means.nearest(vectors, codes[i], scratch);
    }
  }

  Families families() {
    return families;
  }

  int items() {
    return categories.length;
  }

  int categoryCount() {
    return categoryCount;
  }

  int values(int session) {
    return valueClusters[session].length;
  }

  int category(int item) {
    return item < Codes.FIRST_VALUE ? -1 : categories[item];
  }

  int cluster(int item) {
    return item < Codes.FIRST_VALUE ? -1 : itemClusters[item];
  }

  double price(int item) {
    return item < Codes.FIRST_VALUE ? 0 : prices[item];
  }

  /** Code of the item's name vector, or −1. */
  int name(int item) {
    return item < Codes.FIRST_VALUE ? -1 : names[item];
  }

  @Nullable CodeMatrix nameVectors() {
    return nameVectors;
  }

  @Nullable CodeMatrix valueVectors(int session) {
    return valueVectors[session];
  }

  int valueCluster(int session, int value) {
    return value < Codes.FIRST_VALUE ? -1 : valueClusters[session][value];
  }
}
