package io.habitus.features.token;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.time.Micros;

/** A field of events before its tokens. Immutable. */
interface Column extends Values {
  /** Code of an event's value; outside [0, {@link #size}) where it is not known. */
  int code(EventSequence events, int event);

  /** The types of a schema by name. */
  record Types(Schema schema) implements Column {
    @Override
    public int code(EventSequence events, int event) {
      return Codes.FIRST_VALUE + events.type(event);
    }

    @Override
    public int size() {
      return Codes.FIRST_VALUE + schema.eventTypes().size();
    }

    @Override
    public String text(int code) {
      return schema.eventTypes().get(code - Codes.FIRST_VALUE).name();
    }

    @Override
    public int codeOfText(String text) {
      int type = schema.eventType(text);
      return type < 0 ? Codes.UNKNOWN : Codes.FIRST_VALUE + type;
    }

    @Override
    public int compare(int code, int other) {
      return Integer.compare(code, other);
    }

    @Override
    public boolean isOpen() {
      return false;
    }
  }

  /** Whole periods since an origin; an earlier event has none that is known. */
  record Periods(long originMicros, long periodMicros, int periods) implements Column {
    @Override
    public int code(EventSequence events, int event) {
      long period = Math.floorDiv(events.timeMicros(event) - originMicros, periodMicros);
      return period < 0 || period >= periods
          ? Codes.UNKNOWN
          : Codes.FIRST_VALUE + Math.toIntExact(period);
    }

    @Override
    public int size() {
      return Codes.FIRST_VALUE + periods;
    }

    @Override
    public String text(int code) {
      return Integer.toString(code - Codes.FIRST_VALUE);
    }

    @Override
    public int codeOfText(String text) {
      return Codes.FIRST_VALUE + Integer.parseInt(text);
    }

    @Override
    public int compare(int code, int other) {
      return Integer.compare(code, other);
    }

    @Override
    public boolean isOpen() {
      return false;
    }

    static Periods days(long originMicros, int days) {
      return new Periods(originMicros, Micros.PER_DAY, days);
    }

    static Periods weeks(long originMicros, int days) {
      return new Periods(originMicros, 7 * Micros.PER_DAY, Math.ceilDiv(days, 7));
    }
  }

  /** A categorical field of the event itself. */
  record OfEvent(int field, Vocabulary vocabulary) implements Column {
    @Override
    public int code(EventSequence events, int event) {
      return events.code(field, event);
    }

    @Override
    public int size() {
      return vocabulary.size();
    }

    @Override
    public String text(int code) {
      return vocabulary.text(code);
    }

    @Override
    public int codeOfText(String text) {
      return vocabulary.codeOfText(text);
    }

    @Override
    public int compare(int code, int other) {
      return vocabulary.compare(code, other);
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  /** A categorical attribute of the event's item. */
  record OfItem(int itemField, int attribute, Catalogue catalogue, Vocabulary vocabulary)
      implements Column {
    @Override
    public int code(EventSequence events, int event) {
      int item = events.code(itemField, event);
      return item < Codes.FIRST_VALUE ? item : catalogue.code(attribute, item);
    }

    @Override
    public int size() {
      return vocabulary.size();
    }

    @Override
    public String text(int code) {
      return vocabulary.text(code);
    }

    @Override
    public int codeOfText(String text) {
      return vocabulary.codeOfText(text);
    }

    @Override
    public int compare(int code, int other) {
      return vocabulary.compare(code, other);
    }

    @Override
    public boolean isOpen() {
      return false;
    }
  }
}
