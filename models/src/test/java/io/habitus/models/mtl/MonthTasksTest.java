package io.habitus.models.mtl;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Labels;
import io.habitus.models.sequence.FitWindow;
import io.habitus.testkit.memory.MemoryLog;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class MonthTasksTest {
  private final MemoryLog log =
      MemoryLog.challenge()
          .item(10, 1, 5, null)
          .item(20, 2, 5, null)
          .item(30, 1, 5, null)
          .event(1, "2022-05-01T00:00:00Z", "product_buy", 30) // before the month
          .event(1, "2022-05-18T00:00:00Z", "product_buy", 10) // its first instant
          .event(1, "2022-05-20T00:00:00Z", "product_buy", 20)
          .event(2, "2022-05-19T00:00:00Z", "product_buy", 20)
          .event(3, "2022-05-19T00:00:00Z", "add_to_cart", 10)
          .event(2, "2022-06-01T00:00:00Z", "product_buy", 10); // the cut-off

  private final FitWindow.Month month =
      FitWindow.of(log.histories("2022-06-01T00:00:00Z"), 0, RunContext.silent()).month(14);

  private static float[] row(Labels labels, long client) {
    float[] row = new float[labels.width()];
    labels.fill(client, row, 0);
    return row;
  }

  @Test
  void labelsAreWhatHappenedInTheLastDaysOfTheInput() {
    SequencedMap<String, Labels> labels =
        MonthTasks.of(month, ClientSet.of(1, 2, 3, 4), false, RunContext.silent());
    assertThat(labels.keySet()).containsExactly("churn", "category", "sku");
    Labels churn = labels.get("churn");
    assertThat(new float[] {row(churn, 1)[0], row(churn, 2)[0], row(churn, 3)[0], row(churn, 4)[0]})
        .containsExactly(0, 0, 1, 1);
    Labels sku = labels.get("sku"); // by frequency in the month: 20, then 10
    assertThat(row(sku, 1)).containsExactly(1, 1);
    assertThat(row(sku, 2)).containsExactly(1, 0);
    assertThat(row(sku, 3)).containsExactly(0, 0);
    Labels category = labels.get("category"); // 2, then 1
    assertThat(row(category, 1)).containsExactly(1, 1);
    assertThat(row(category, 2)).containsExactly(1, 0);
  }

  @Test
  void theMonthEndsWhereTheInputDoes() {
    assertThat(month.startMicros()).isEqualTo(1_652_832_000_000_000L); // 18 May
    assertThat(month.endMicros()).isEqualTo(1_654_041_600_000_000L); // 1 June
    assertThat(month.before().untilMicros()).isEqualTo(month.startMicros());
  }
}
