package io.habitus.features.event;

import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.time.Micros;
import java.util.Arrays;

/**
 * What has been counted of one client so far: (client, item), (client, cluster), … by event type,
 * and where its sessions begin. Retrospective rows read it after the last event, causal ones after
 * each.
 */
final class ClientCounts {
  static final long NEVER = Long.MIN_VALUE;

  /** Counts of one session family. Entropies are taken over sessions, counts over events. */
  static final class SessionCounts {
    int events;
    long lastMicros = NEVER; // of its last event
    final GroupCounts values = new GroupCounts(1);
    final GroupCounts clusters = new GroupCounts(1);

    void reset() {
      events = 0;
      lastMicros = NEVER;
      values.reset();
      clusters.reset();
    }
  }

  private final Attributes attributes;
  private final Families families;
  private final long gapMicros;
  final int[] product; // events by product type
  final GroupCounts items;
  final GroupCounts clusters;
  final GroupCounts categories;
  final SessionCounts[] sessions;

  ClientCounts(Attributes attributes, SequenceSettings settings) {
    this.attributes = attributes;
    this.families = attributes.families();
    this.gapMicros = settings.sessionGapMinutes() * 60 * Micros.PER_SECOND;
    Families.Product family = families.product();
    int types = family == null ? 1 : family.types();
    this.product = new int[types];
    this.items = new GroupCounts(types);
    this.clusters = new GroupCounts(types);
    this.categories = new GroupCounts(types);
    this.sessions = new SessionCounts[families.sessions().size()];
    Arrays.setAll(sessions, s -> new SessionCounts());
  }

  void reset() {
    Arrays.fill(product, 0);
    items.reset();
    clusters.reset();
    categories.reset();
    for (SessionCounts session : sessions) {
      session.reset();
    }
  }

  /** Counts an event; true where it has a row of its own: no later event of a session has. */
  boolean advance(EventSequence events, int i) {
    int type = events.type(i);
    int session = families.sessionOf(type);
    if (session < 0) {
      product(type, events, i);
      return true;
    }
    Families.Session family = families.sessions().get(session);
    int value = family.field() < 0 ? Codes.NULL : events.code(family.field(), i);
    return session(session, value, events.timeMicros(i));
  }

  private void product(int type, EventSequence events, int i) {
    Families.Product family = families.product();
    if (family == null) {
      throw new IllegalStateException("an event without a family, of type " + type);
    }
    int column = family.column()[type];
    product[column]++;
    int item = events.code(family.itemField(), i);
    if (item >= Codes.FIRST_VALUE) {
      items.addMeasured(item, column);
      add(clusters, attributes.cluster(item), column);
      add(categories, attributes.category(item), column);
    }
  }

  private static void add(GroupCounts groups, int code, int column) {
    if (code >= 0) {
      groups.addMeasured(code, column);
    }
  }

  /** Whether an event begins a session: gaps below the limit do not. */
  static boolean begins(long lastMicros, long micros, long gapMicros) {
    return lastMicros == NEVER || micros - lastMicros >= gapMicros;
  }

  private boolean session(int s, int value, long micros) {
    SessionCounts session = sessions[s];
    boolean first = begins(session.lastMicros, micros, gapMicros);
    session.lastMicros = micros;
    session.events++;
    if (value >= Codes.FIRST_VALUE) {
      count(session.values, value, first);
      int cluster = attributes.valueCluster(s, value);
      if (cluster >= 0) {
        count(session.clusters, cluster, first);
      }
    }
    return first;
  }

  private static void count(GroupCounts groups, int code, boolean measured) {
    if (measured) {
      groups.addMeasured(code, 0);
    } else {
      groups.add(code, 0);
    }
  }
}
