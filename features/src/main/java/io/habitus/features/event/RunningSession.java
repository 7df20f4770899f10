package io.habitus.features.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One family's present session and what is known of the one before. A product event that is too
 * late to be near waits: it becomes near when the session goes on after it.
 */
final class RunningSession {
  private boolean begun;
  private long startMicros;
  private long endMicros;
  private final SessionFacts near = new SessionFacts();
  private final SessionFacts waiting = new SessionFacts();
  final SessionFacts previous = new SessionFacts();

  void reset() {
    begun = false;
    startMicros = 0;
    endMicros = 0;
    near.clear();
    waiting.clear();
    previous.clear();
  }

  /** The session's family has an event: the first of a new session, or one more. */
  void event(long micros, boolean first) {
    if (first) {
      previous.nearby = near.nearby;
      previous.topItem = near.topItem;
      previous.topCategory = near.topCategory;
      previous.durationMicros = endMicros - startMicros;
      near.clear();
      begun = true;
      startMicros = micros;
    } else {
      add(near, waiting.nearby, waiting.topItem, waiting.topCategory);
    }
    waiting.clear();
    endMicros = micros;
  }

  /** A product event. */
  void product(long micros, long afterMicros, boolean topItem, boolean topCategory) {
    if (begun) {
      add(micros <= endMicros + afterMicros ? near : waiting, 1, topItem, topCategory);
    }
  }

  private static void add(SessionFacts to, int nearby, boolean topItem, boolean topCategory) {
    to.nearby += nearby;
    to.topItem |= topItem;
    to.topCategory |= topCategory;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(begun);
    out.writeLong(startMicros);
    out.writeLong(endMicros);
    write(near, out);
    write(waiting, out);
    write(previous, out);
  }

  void read(DataInput in) throws IOException {
    begun = in.readBoolean();
    startMicros = in.readLong();
    endMicros = in.readLong();
    read(near, in);
    read(waiting, in);
    read(previous, in);
  }

  private static void write(SessionFacts facts, DataOutput out) throws IOException {
    Varints.write(out, facts.nearby);
    out.writeByte((facts.topItem ? 1 : 0) + (facts.topCategory ? 2 : 0));
    out.writeLong(facts.durationMicros);
  }

  private static void read(SessionFacts facts, DataInput in) throws IOException {
    facts.nearby = Varints.read(in);
    byte flags = in.readByte();
    facts.topItem = (flags & 1) != 0;
    facts.topCategory = (flags & 2) != 0;
    facts.durationMicros = in.readLong();
  }
}
