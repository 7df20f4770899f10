package io.habitus.features.event;

import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.time.Micros;
import java.util.Arrays;

/**
 * All that the causal columns know of a client: its counts, running sessions and newest weeks. One
 * event advances it; {@link EventFeatures#advance} turns it into the event's vector. Its size grows
 * with the number of different items, urls and queries, not with the number of events.
 */
public final class CausalState {
  private final Attributes attributes;
  private final Families families;
  private final EventTables tables;
  private final long nearbyMicros;
  final ClientCounts counts;
  final RunningSession[] sessions;
  final WeekRing weeks;
  long lastMicros = ClientCounts.NEVER;
  double daysSincePrevious;

  CausalState(SequenceSettings settings, Attributes attributes, EventTables tables) {
    this.attributes = attributes;
    this.families = attributes.families();
    this.tables = tables;
    this.nearbyMicros = settings.nearbyMinutes() * 60 * Micros.PER_SECOND;
    this.counts = new ClientCounts(attributes, settings);
    this.sessions = new RunningSession[families.sessions().size()];
    Arrays.setAll(sessions, s -> new RunningSession());
    this.weeks = new WeekRing(settings.weeks());
  }

  /** Forgets the client. */
  public void reset() {
    counts.reset();
    for (RunningSession session : sessions) {
      session.reset();
    }
    weeks.reset();
    lastMicros = ClientCounts.NEVER;
    daysSincePrevious = 0;
  }

  /** Takes in one event; true where it has a row of its own. */
  boolean advance(EventSequence events, int i) {
    long micros = events.timeMicros(i);
    if (lastMicros != ClientCounts.NEVER && micros < lastMicros) {
      throw new IllegalArgumentException(
          "events: expected time order, found " + micros + " after " + lastMicros);
    }
    daysSincePrevious =
        lastMicros == ClientCounts.NEVER ? 0 : (micros - lastMicros) / (double) Micros.PER_DAY;
    lastMicros = micros;
    boolean isRow = counts.advance(events, i);
    int s = families.sessionOf(events.type(i));
    if (s >= 0) {
      sessions[s].event(micros, isRow);
    } else {
      product(events, i, micros);
    }
    if (isRow) {
      weeks.moveTo(Calendar.week(Math.floorDiv(micros, Micros.PER_DAY)));
      weeks.add();
    }
    return isRow;
  }

  private void product(EventSequence events, int i, long micros) {
    Families.Product product = families.product();
    int item = product == null ? Codes.NULL : events.code(product.itemField(), i);
    boolean topItem = tables.isTopItem(item);
    boolean topCategory = tables.isTopCategory(attributes.category(item));
    for (RunningSession session : sessions) {
      session.product(micros, nearbyMicros, topItem, topCategory);
    }
  }

  /** Writes the row of the event that has just been taken in; returns its block. */
  int row(EventSequence events, int i, RawRow raw, int types) {
    int type = events.type(i);
    raw.head(type, events.timeMicros(i), types);
    raw.daysSincePrevious(daysSincePrevious);
    int s = families.sessionOf(type);
    Families.Product product = families.product();
    if (s < 0 && product != null) {
      return raw.product(product, events.code(product.itemField(), i));
    }
    int field = families.sessions().get(s).field();
    int value = field < 0 ? Codes.NULL : events.code(field, i);
    return raw.session(s, value, sessions[s].previous, weeks.counts);
  }

  /** The state in bytes, for {@link EventFeatures#readState}. */
  public byte[] toBytes() {
    return CausalStateBytes.write(this);
  }
}
