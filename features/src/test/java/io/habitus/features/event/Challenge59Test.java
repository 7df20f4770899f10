package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All 59 columns against {@link ReferenceSequence}. */
class Challenge59Test {
  private static final SequenceSettings FIP = SequenceSettings.fip();

  private static SequenceSettings small(CountScaling scaling, int weeks) {
    return new SequenceSettings(
        Outlook.RETROSPECTIVE,
        scaling,
        weeks,
        5,
        4,
        40,
        5,
        0.06,
        FIP.conversionTo(),
        FIP.conversionFrom(),
        1000,
        20,
        3);
  }

  @Test
  void layoutIsThatOfThePaper() {
    SequenceLayout layout = SequenceLayout.of(Schema.challenge(), SequenceSettings.sra());
    assertThat(layout.width()).isEqualTo(59);
    assertThat(layout.head()).hasSize(8);
    assertThat(layout.blocks()).extracting(Block::width).containsExactly(51, 8 + 21, 13 + 16);
    assertThat(layout.leftOut()).isEmpty();
    assertThat(layout.blocks().getFirst().columns().subList(0, 35))
        .extracting(Column::name)
        .containsExactly(
            "client_item.product_buy",
            "client_item.add_to_cart",
            "client_item.remove_from_cart",
            "client_entropy.item",
            "client_entropy.cluster",
            "client_entropy.category",
            "rate.client_item",
            "rate.client",
            "rate.item",
            "client.product_buy",
            "client.add_to_cart",
            "client.remove_from_cart",
            "top_item",
            "client_cluster.product_buy",
            "client_cluster.add_to_cart",
            "client_cluster.remove_from_cart",
            "cluster.product_buy",
            "cluster.add_to_cart",
            "cluster.remove_from_cart",
            "entropy.cluster",
            "entropy.item",
            "item.product_buy",
            "item.add_to_cart",
            "item.remove_from_cart",
            "top_category",
            "client_category.product_buy",
            "client_category.add_to_cart",
            "client_category.remove_from_cart",
            "rate.category",
            "rate.client_category",
            "category.product_buy",
            "category.add_to_cart",
            "category.remove_from_cart",
            "entropy.category",
            "price");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyColumnEqualsTheReference(long seed) {
    CountScaling scaling = seed % 2 == 0 ? CountScaling.MIN_MAX : CountScaling.YEO_JOHNSON;
    SequenceSettings settings = small(scaling, seed % 3 == 0 ? 4 : 17);
    RandomLog log = RandomLog.of(seed, 25);
    Histories histories = log.memoryLog().histories();
    EventFeatures features = EventFeatures.fit(histories, settings, RunContext.silent());
    EventTables tables = features.tables();
    ReferenceSequence reference =
        new ReferenceSequence(
            log,
            settings.weeks(),
            settings.top(),
            nearest(tables.means.items()),
            nearest(tables.means.values(1)));
    Map<Long, List<ReferenceSequence.Row>> rows = reference.rows();
    Map<Long, float[][]> expected = scale(rows, features);
    Map<Long, float[][]> found = Vectors.of(histories, features);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((client, vectors) -> {
      assertThat(vectors.length).as("rows of %d", client).isEqualTo(expected.get(client).length);
      for (int r = 0; r < vectors.length; r++) {
        for (int c = 0; c < 59; c++) {
          assertThat(vectors[r][c])
              .as("client %d, row %d, column %d, %s", client, r, c, rows.get(client).get(r))
              .isCloseTo(expected.get(client)[r][c], within(2e-5f));
        }
      }
    });
  }

  /** Nearest centroid by squared distance in double precision. */
  private static Function<byte[], Integer> nearest(KMeans means) {
    float[] centroids = means.centroids();
    int k = means.clusters();
    return vector -> {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        double sum = 0;
        for (int d = 0; d < 16; d++) {
          double difference = (vector[d] & 0xff) - centroids[d * k + c];
          sum += difference * difference;
        }
        if (sum < least) {
          least = sum;
          best = c;
        }
      }
      return best;
    };
  }

  /** Scales by the description; λ comes from the features and has a test of its own. */
  private static Map<Long, float[][]> scale(
      Map<Long, List<ReferenceSequence.Row>> rows, EventFeatures features) {
    List<ReferenceSequence.Row> all = rows.values().stream().flatMap(List::stream).toList();
    SequenceLayout layout = features.layout();
    double[][] low = new double[3][59];
    double[][] high = new double[3][59];
    for (int b = 0; b < 3; b++) {
      Arrays.fill(low[b], Double.POSITIVE_INFINITY);
      Arrays.fill(high[b], Double.NEGATIVE_INFINITY);
    }
    for (ReferenceSequence.Row row : all) {
      int b = block(row);
      double[] transformed = transformed(row, layout, features);
      double codeLow = Double.POSITIVE_INFINITY;
      double codeHigh = Double.NEGATIVE_INFINITY;
      for (int c = 8; c < transformed.length; c++) {
        if (kind(layout, b, c) == ColumnKind.CODE) {
          codeLow = Math.min(codeLow, transformed[c]);
          codeHigh = Math.max(codeHigh, transformed[c]);
        }
      }
      for (int c = 8; c < transformed.length; c++) {
        boolean code = kind(layout, b, c) == ColumnKind.CODE;
        low[b][c] = Math.min(low[b][c], code ? codeLow : transformed[c]);
        high[b][c] = Math.max(high[b][c], code ? codeHigh : transformed[c]);
      }
    }
    Map<Long, float[][]> scaled = new TreeMap<>();
    rows.forEach((client, mine) -> {
      List<float[]> vectors = new ArrayList<>();
      for (ReferenceSequence.Row row : mine) {
        vectors.add(scale(row, layout, features, low[block(row)], high[block(row)]));
      }
      scaled.put(client, vectors.toArray(float[][]::new));
    });
    return scaled;
  }

  private static int block(ReferenceSequence.Row row) {
    return Math.max(0, ReferenceSequence.TYPES.indexOf(row.event().type()) - 2);
  }

  private static ColumnKind kind(SequenceLayout layout, int block, int column) {
    return layout.blocks().get(block).columns().get(column - 8).kind();
  }

  private static double[] transformed(
      ReferenceSequence.Row row, SequenceLayout layout, EventFeatures features) {
    double[] values = row.values().clone();
    int b = block(row);
    for (int c = 8; c < values.length; c++) {
      double lambda = features.scalers().blocks().get(b).get(c - 8).lambda();
      boolean power =
          kind(layout, b, c) == ColumnKind.WEEKLY
              || kind(layout, b, c) == ColumnKind.COUNT
                  && layout.settings().countScaling() == CountScaling.YEO_JOHNSON;
      if (power) {
        values[c] =
            lambda == 0 ? Math.log(values[c] + 1) : (Math.pow(values[c] + 1, lambda) - 1) / lambda;
      } else if (kind(layout, b, c) == ColumnKind.ENTROPY) {
        values[c] = Math.log(1 + values[c]);
      }
    }
    return values;
  }

  private static float[] scale(
      ReferenceSequence.Row row,
      SequenceLayout layout,
      EventFeatures features,
      double[] low,
      double[] high) {
    double[] values = transformed(row, layout, features);
    float[] scaled = new float[59];
    Arrays.fill(scaled, -1);
    for (int c = 0; c < values.length; c++) {
      if (c < 5) {
        scaled[c] = (float) values[c];
      } else if (c < 8) {
        scaled[c] = (float) (2 * values[c] / new double[] {23, 6, 31}[c - 5] - 1);
      } else if (kind(layout, block(row), c) == ColumnKind.FLAG) {
        scaled[c] = (float) values[c];
      } else {
        double range = high[c] > low[c] ? high[c] - low[c] : 1;
        scaled[c] = (float) (2 * (values[c] - low[c]) / range - 1);
      }
    }
    for (int c = 0; c < 59; c++) {
      scaled[c] *= (float) row.weight();
    }
    return scaled;
  }
}
