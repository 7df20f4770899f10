package io.habitus.models.factorisation.matrix;

import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.Locale;
import java.util.Optional;

/** What the columns of the matrix are. */
public enum ItemKind {
  /** The item of a product event. */
  SKU,
  /** The category attribute of a product event's item. */
  CATEGORY,
  /** The url of a page visit. */
  URL;

  private static final String URL_FIELD = "url";

  /** As in parameters: {@code sku}, {@code category}, {@code url}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the codes of such items from events. */
  public interface Reader {
    /** Values that the codes stand for. */
    Vocabulary vocabulary();

    /** The vocabulary's code for event {@code i}; below {@code FIRST_VALUE} where it has none. */
    int of(EventSequence events, int i);
  }

  /**
   * How items of this kind are read.
   *
   * @throws UsageException if the schema has none
   */
  public Reader codes(Histories input) {
    return switch (this) {
      case SKU -> field(input, input.schema().itemField());
      case CATEGORY -> category(input);
      case URL -> field(input, Optional.of(URL_FIELD));
    };
  }

  private Reader field(Histories input, Optional<String> name) {
    Schema schema = input.schema();
    int field = name.map(schema::field).orElse(-1);
    if (field < 0 || schema.fields().get(field).kind() != FieldKind.CATEGORICAL) {
      throw missing(schema);
    }
    Vocabulary vocabulary = input.vocabulary(field);
    return new Reader() {
      @Override
      public Vocabulary vocabulary() {
        return vocabulary;
      }

      @Override
      public int of(EventSequence events, int i) {
        return events.code(field, i);
      }
    };
  }

  private Reader category(Histories input) {
    Schema schema = input.schema();
    int attribute = schema.categoryAttribute().map(schema::itemAttribute).orElse(-1);
    if (attribute < 0 || schema.itemAttributes().get(attribute).kind() != FieldKind.CATEGORICAL) {
      throw missing(schema);
    }
    Reader skus = field(input, schema.itemField());
    int[] categories = new int[skus.vocabulary().size()];
    for (int item = Codes.FIRST_VALUE; item < categories.length; item++) {
      categories[item] = input.catalogue().code(attribute, item);
    }
    Vocabulary vocabulary = input.catalogue().vocabulary(attribute);
    return new Reader() {
      @Override
      public Vocabulary vocabulary() {
        return vocabulary;
      }

      @Override
      public int of(EventSequence events, int i) {
        return categories[skus.of(events, i)];
      }
    };
  }

  private UsageException missing(Schema schema) {
    return new UsageException(
        "the data (schema %s) has no %s to factorise by: %s"
            .formatted(
                schema.name(),
                word(),
                switch (this) {
                  case SKU -> "expected an item field";
                  case CATEGORY -> "expected an item field and a category attribute of items";
                  case URL -> "expected a categorical event field named " + URL_FIELD;
                }));
  }
}
