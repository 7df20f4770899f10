package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One thing to predict, about whom, and its truth in both windows.
 *
 * @param name such as {@code churn} or {@code propensity_sku}
 * @param kind what a target is
 * @param labelNames one per label, for reports; the label's id as text
 * @param popularity of each label, same order; empty unless MULTI_LABEL
 * @param clients whom the task is about; empty means every client of the profile
 * @param train labels that a probe is trained on
 * @param validation labels that it is scored on
 */
@SuppressWarnings("ArrayRecordComponent")
public record Task(
    String name,
    TaskKind kind,
    List<String> labelNames,
    double[] popularity,
    Optional<ClientSet> clients,
    Labels train,
    Labels validation) {

  public static final String CHURN = "churn";
  public static final String CONVERSION = "conversion";
  public static final String CATEGORY = "propensity_category";
  public static final String SKU = "propensity_sku";
  public static final String NEW_SKU = "propensity_new_sku";
  public static final String PRICE = "propensity_price";

  /** The six tasks of the challenge, in leaderboard order. */
  public static final List<String> CHALLENGE =
      List.of(CHURN, CONVERSION, CATEGORY, SKU, NEW_SKU, PRICE);

  public Task {
    labelNames = List.copyOf(labelNames);
    if (labelNames.size() != train.width() || train.width() != validation.width()) {
      throw new IllegalArgumentException(
          "task %s: expected %d labels in both windows, found %d and %d"
              .formatted(name, labelNames.size(), train.width(), validation.width()));
    }
    if (popularity.length != (kind == TaskKind.MULTI_LABEL ? labelNames.size() : 0)) {
      throw new IllegalArgumentException(
          "task %s: expected a popularity per label of a multi-label task, found %d for %d labels"
              .formatted(name, popularity.length, labelNames.size()));
    }
  }

  public int width() {
    return labelNames.size();
  }

  /** Whom a probe learns from: the task's clients whose train labels are known; empty: everyone. */
  public Optional<ClientSet> trainClients() {
    return both(clients, train.known());
  }

  /** Whom it is scored about: the task's clients whose validation labels are known. */
  public Optional<ClientSet> validationClients() {
    return both(clients, validation.known());
  }

  private static Optional<ClientSet> both(Optional<ClientSet> first, Optional<ClientSet> second) {
    if (first.isEmpty() || second.isEmpty() || first.equals(second)) {
      return first.isPresent() ? first : second;
    }
    return Optional.of(
        ClientSet.of(
            Arrays.stream(first.get().toArray()).filter(second.get()::contains).toArray()));
  }
}
