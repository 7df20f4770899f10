package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The values that a tuned key of a recipe may take. */
public sealed interface Choices {

  /** The value at a point of [0, 1), all equally likely, as it stands on the right of key=value. */
  String at(double point);

  /** Where a value lies between 0 and 1, for drawing; empty for a value that is not among them. */
  Optional<Double> position(String value);

  /** Values to show on an axis → where they lie. */
  SequencedMap<String, Double> ticks();

  /** In words, such as {@code 1 to 20}. */
  String describe();

  /**
   * Listed values.
   *
   * @param values as they stand on the right of key=value
   */
  record Values(@JsonValue List<String> values) implements Choices {
    public Values {
      values = List.copyOf(values);
    }

    @Override
    public String at(double point) {
      return values.get((int) (point * values.size()));
    }

    @Override
    public Optional<Double> position(String value) {
      int index = values.indexOf(value);
      return index < 0
          ? Optional.empty()
          : Optional.of(values.size() == 1 ? 0.5 : (double) index / (values.size() - 1));
    }

    @Override
    public SequencedMap<String, Double> ticks() {
      SequencedMap<String, Double> ticks = new LinkedHashMap<>();
      values.forEach(value -> ticks.put(value, position(value).orElseThrow()));
      return ticks;
    }

    @Override
    public String describe() {
      return "one of " + String.join(", ", values);
    }
  }

  /**
   * Numbers; whole ones where both ends are written without a decimal point.
   *
   * @param from the least
   * @param to the greatest
   * @param log whether every factor is equally likely, rather than every step
   */
  record Range(BigDecimal from, BigDecimal to, boolean log) implements Choices {
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private boolean isWhole() {
      return from.scale() <= 0 && to.scale() <= 0;
    }

    @Override
    public String at(double point) {
      double low = from.doubleValue();
      double high = to.doubleValue() + (isWhole() ? 1 : 0);
      double value = log ? low * Math.pow(high / low, point) : low + (high - low) * point;
      if (isWhole()) {
        BigInteger floor = BigDecimal.valueOf(Math.floor(value)).toBigInteger();
        return floor.max(from.toBigInteger()).min(to.toBigInteger()).toString();
      }
      return new BigDecimal(value)
          .round(DIGITS)
          .max(from)
          .min(to)
          .stripTrailingZeros()
          .toPlainString();
    }

    @Override
    public Optional<Double> position(String value) {
      return decimal(value)
          .map(number -> {
            double low = from.doubleValue();
            double at = number.doubleValue();
            return log
                ? Math.log(at / low) / Math.log(to.doubleValue() / low)
                : (at - low) / (to.doubleValue() - low);
          })
          .filter(at -> at >= 0 && at <= 1);
    }

    @Override
    public SequencedMap<String, Double> ticks() {
      SequencedMap<String, Double> ticks = new LinkedHashMap<>();
      ticks.put(from.toPlainString(), 0.0);
      String middle = at(0.5);
      position(middle).ifPresent(at -> ticks.put(middle, at));
      ticks.put(to.toPlainString(), 1.0);
      return ticks;
    }

    @Override
    public String describe() {
      return from.toPlainString() + " to " + to.toPlainString() + (log ? ", logarithmic" : "");
    }
  }

  /** Reads {@code [a, b]} or {@code {from: 1, to: 9, log: true}}; what is wrong is a problem. */
  static Optional<Choices> read(Section section, String key, JsonNode node) {
    if (node.isArray() && !node.isEmpty()) {
      List<String> values = new ArrayList<>();
      node.forEach(value -> values.add(value.isValueNode() ? value.asText() : value.toString()));
      return Optional.of(new Values(values));
    }
    if (node instanceof ObjectNode object) {
      return range(section, key, object);
    }
    section.problem(key, "a list of values, or {from: …, to: …}", Found.describe(node), "");
    return Optional.empty();
  }

  private static Optional<Choices> range(Section section, String key, ObjectNode node) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!List.of("from", "to", "log").contains(entry.getKey())) {
        section.problem(key + "." + entry.getKey(), "one of from, to, log", "an unknown key", "");
      }
    }
    Optional<BigDecimal> from = decimal(node.path("from").asText());
    Optional<BigDecimal> to = decimal(node.path("to").asText());
    boolean log = node.path("log").asBoolean(false);
    if (from.isEmpty() || to.isEmpty() || from.get().compareTo(to.get()) >= 0) {
      section.problem(key, "two numbers, from less than to", node.toString(), "");
      return Optional.empty();
    }
    if (log && from.get().signum() <= 0) {
      section.problem(key, "from above 0, as it is logarithmic", node.toString(), "");
      return Optional.empty();
    }
    return Optional.of(new Range(from.get(), to.get(), log));
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
