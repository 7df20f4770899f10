package io.habitus.evaluation;

import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/** Labels and tasks made of functions of the client id. */
public final class TestLabels {
  private TestLabels() {}

  /** A value of one client for one label. */
  @FunctionalInterface
  public interface Value {
    double of(long clientId, int label);
  }

  public static Labels of(int width, Value value) {
    return new Labels() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public void fill(long clientId, float[] into, int at) {
        for (int label = 0; label < width; label++) {
          into[at + label] = (float) value.of(clientId, label);
        }
      }
    };
  }

  public static Task binary(String name, LongToDoubleFunction train, LongToDoubleFunction test) {
    return task(
        name,
        TaskKind.BINARY,
        1,
        (id, l) -> train.applyAsDouble(id),
        (id, l) -> test.applyAsDouble(id));
  }

  public static Task task(String name, TaskKind kind, int width, Value train, Value validation) {
    double[] popularity = new double[kind == TaskKind.MULTI_LABEL ? width : 0];
    Arrays.fill(popularity, 0.01);
    return new Task(
        name,
        kind,
        IntStream.range(0, width).mapToObj(l -> "label" + l).toList(),
        popularity,
        Optional.empty(),
        of(width, train),
        of(width, validation));
  }
}
