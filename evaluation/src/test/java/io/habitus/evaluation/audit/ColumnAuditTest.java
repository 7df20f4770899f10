package io.habitus.evaluation.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.TestLabels;
import io.habitus.evaluation.metric.Auroc;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ColumnAuditTest {
  private static final int CLIENTS = 800;
  private static final int WIDTH = 70;

  private static double label(long id, int label) {
    return id % (10 + 30 * label) == 0 ? 1 : 0; // 80, 20, 12 positives
  }

  private final float[] vectors = new float[CLIENTS * WIDTH];

  private Profiles profiles() {
    return Profiles.ofFloats(LongStream.range(0, CLIENTS).toArray(), WIDTH, vectors);
  }

  ColumnAuditTest() {
    var random = new SplittableRandom(8);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = random.nextInt(-20, 20) / 4f;
    }
  }

  private void set(int column, Column values) {
    for (int id = 0; id < CLIENTS; id++) {
      vectors[id * WIDTH + column] = (float) values.of(id);
    }
  }

  private interface Column {
    double of(int id);
  }

  private static List<Task> tasks() {
    return List.of(
        TestLabels.task("sku", TaskKind.MULTI_LABEL, 3, (id, l) -> 0, ColumnAuditTest::label),
        TestLabels.binary("churn", id -> 0, id -> 1 - label(id, 0)));
  }

  @Test
  void columnsThatKnowALabelAreFlaggedInBothDirections() {
    set(3, id -> label(id, 0) * 2 + vectors[id * WIDTH] / 100);
    set(69, id -> -label(id, 0));
    set(40, id -> label(id, 1)); // twenty positives are too few to say
    List<SuspiciousColumn> found = ColumnAudit.find(profiles(), tasks(), RunContext.silent());
    assertThat(found)
        .extracting(SuspiciousColumn::column, SuspiciousColumn::task, SuspiciousColumn::label)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3, "sku", "label0"),
            org.assertj.core.groups.Tuple.tuple(3, "churn", "label0"),
            org.assertj.core.groups.Tuple.tuple(69, "sku", "label0"),
            org.assertj.core.groups.Tuple.tuple(69, "churn", "label0"));
    assertThat(found).extracting(SuspiciousColumn::auroc).containsExactly(1.0, 0.0, 0.0, 1.0);
    assertThat(found).extracting(SuspiciousColumn::positives).containsExactly(80, 720, 80, 720);
  }

  @Test
  void theAurocIsExactAndTheThresholdHolds() {
    // Almost all positives above almost all negatives; the share decides.
    for (int wrong : new int[] {0, 1, 3, 6, 8, 12, 40}) {
      set(5, id -> label(id, 0) == 1 ? (id / 10 < wrong / 2 ? -1 : 1) : (id % 97 == 1 ? 1 : 0));
      float[] column = new float[CLIENTS];
      boolean[] positives = new boolean[CLIENTS];
      for (int id = 0; id < CLIENTS; id++) {
        column[id] = vectors[id * WIDTH + 5];
        positives[id] = label(id, 0) == 1;
      }
      double expected = Auroc.of(column, positives);
      List<SuspiciousColumn> found =
          ColumnAudit.find(profiles(), tasks().subList(0, 1), RunContext.silent());
      if (expected >= 0.99) {
        assertThat(found.getFirst().auroc()).isCloseTo(expected, within(1e-12));
      } else {
        assertThat(found).isEmpty();
      }
    }
  }

  @Test
  void honestColumnsAreNot() {
    assertThat(ColumnAudit.find(profiles(), tasks(), RunContext.silent())).isEmpty();
  }
}
