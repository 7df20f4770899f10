package io.habitus.models;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.engine.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A model's parameters as a user gives them: names and text, checked. */
public final class Parameters {
  /** Name of the parameter that {@link #precision} reads. */
  public static final String PRECISION = "precision";

  private final String model;
  private final SortedMap<String, String> values;

  private Parameters(String model, SortedMap<String, String> values) {
    this.model = model;
    this.values = values;
  }

  /**
   * Given parameters over defaults.
   *
   * @throws UsageException if one is not known, naming the nearest
   */
  public static Parameters of(
      String model, Map<String, String> given, Map<String, String> defaults) {
    for (String name : given.keySet()) {
      if (!defaults.containsKey(name)) {
        String advice = Nearest.advice(name, defaults.keySet());
        throw new UsageException("model " + model + " has no parameter " + name + ". " + advice);
      }
    }
    SortedMap<String, String> values = new TreeMap<>(defaults);
    values.putAll(given);
    return new Parameters(model, values);
  }

  /** All of them, given or defaulted. */
  public SortedMap<String, String> values() {
    return new TreeMap<>(values);
  }

  /** A whole number in [least, most]. */
  public int integer(String name, int least, int most) {
    return integer(name, text(name), least, most);
  }

  /** Whole numbers separated by commas, at least one, each in [least, most]. */
  public List<Integer> integers(String name, int least, int most) {
    return Arrays.stream(text(name).split(",", -1))
        .map(part -> integer(name, part.strip(), least, most))
        .toList();
  }

  private int integer(String name, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the same words as a number out of range.
    }
    throw new UsageException(
        "model %s, %s: expected a whole number from %d to %d, found %s"
            .formatted(model, name, least, most, text));
  }

  /** A number in [least, most]. */
  public double number(String name, double least, double most) {
    String text = text(name);
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the same words as a number out of range.
    }
    throw new UsageException(
        "model %s, %s: expected a number from %s to %s, found %s"
            .formatted(model, name, least, most, text));
  }

  /** One of some words. */
  public String choice(String name, String... words) {
    String text = text(name);
    if (!List.of(words).contains(text)) {
      throw new UsageException(
          "model %s, %s: expected one of %s, found %s"
              .formatted(model, name, String.join(", ", words), text));
    }
    return text;
  }

  /** Of matrix products: {@code fp32} or {@code bf16}. */
  public Precision precision() {
    return Precision.of(choice(PRECISION, Precision.FP32.text(), Precision.BF16.text()));
  }

  /** As it was given. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(model + " has no parameter " + name);
    }
    return value;
  }
}
