package io.habitus.core.target;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** One of the four propensity tasks, as far as a data set allows it. */
sealed interface Propensity {
  String task();

  /** The four, in leaderboard order. */
  static List<Propensity> all(Histories targets, BitSet itemsOfInput) {
    Schema schema = targets.schema();
    int type = schema.eventType(schema.targetEvent());
    if (!schema.isProductEvent(type)) {
      String reason = "target events (" + schema.targetEvent() + ") carry no item";
      return List.of(
          new Impossible(Task.CATEGORY, reason),
          new Impossible(Task.SKU, reason),
          new Impossible(Task.NEW_SKU, reason),
          new Impossible(Task.PRICE, reason));
    }
    Vocabulary items = targets.vocabulary(schema.field(schema.itemField().orElseThrow()));
    Labelling byItem = Labelling.ofItems(items);
    List<Propensity> all = new ArrayList<>();
    all.add(ofAttribute(Task.CATEGORY, "category", schema.categoryAttribute(), targets, items));
    all.add(new Possible(Task.SKU, byItem, item -> true));
    all.add(new Possible(Task.NEW_SKU, byItem, item -> !itemsOfInput.get(item)));
    all.add(ofAttribute(Task.PRICE, "price", schema.priceAttribute(), targets, items));
    return all;
  }

  private static Propensity ofAttribute(
      String task, String what, Optional<String> name, Histories targets, Vocabulary items) {
    int attribute = name.map(targets.schema()::itemAttribute).orElse(-1);
    if (attribute < 0) {
      return new Impossible(task, "the schema names no " + what + " attribute of items");
    }
    FieldKind kind = targets.schema().itemAttributes().get(attribute).kind();
    if (kind != FieldKind.CATEGORICAL) {
      String reason = "the %s attribute is %s; only CATEGORICAL ones (buckets) can be labels";
      return new Impossible(task, reason.formatted(what, kind));
    }
    Labelling labelling = Labelling.ofAttribute(items, targets.catalogue(), attribute);
    return new Possible(task, labelling, item -> true);
  }

  /** A data set that lacks what the task needs. */
  record Impossible(String task, String reason) implements Propensity {}

  /**
   * A task with labels.
   *
   * @param eligible items that a derived list may be made of
   */
  record Possible(String task, Labelling labelling, IntPredicate eligible) implements Propensity {

    LabelList labels(Given given, TargetScan scan) {
      LabelList list = given.labels().get(task);
      if (list == null) {
        list = labelling.mostFrequent(scan.trainEventsByItem(), eligible, Tasks.LABELS);
      }
      return labelling.withPopularity(list, scan.trainEventsByItem(), scan.train().events());
    }

    String whenEmpty() {
      return task.equals(Task.NEW_SKU)
          ? "every item of the train window is in the input's target events"
          : "no label occurs in the train window";
    }

    Task toTask(LabelList list, TargetScan scan) {
      int[] labelOfItem = labelling.labelOfItem(list);
      return new Task(
          task,
          TaskKind.MULTI_LABEL,
          list.labels(),
          list.popularity(),
          Optional.empty(),
          scan.train().labels(list.size(), labelOfItem),
          scan.validation().labels(list.size(), labelOfItem));
    }
  }
}
