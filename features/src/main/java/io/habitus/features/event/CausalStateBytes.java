package io.habitus.features.event;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A client's state in bytes: a version, then counts as varints. */
final class CausalStateBytes {
  private static final int VERSION = 1;

  private CausalStateBytes() {}

  static byte[] write(CausalState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeLong(state.lastMicros);
      out.writeDouble(state.daysSincePrevious);
      out.writeLong(state.weeks.week);
      writeAll(state.weeks.counts, out);
      writeAll(state.counts.product, out);
      write(state.counts.items, out);
      write(state.counts.clusters, out);
      write(state.counts.categories, out);
      for (int s = 0; s < state.sessions.length; s++) {
        write(state.counts.sessions[s], out);
        state.sessions[s].write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  static void read(byte[] bytes, CausalState state) {
    state.reset();
    try {
      ByteArrayInputStream left = new ByteArrayInputStream(bytes);
      DataInputStream in = new DataInputStream(left);
      if (in.readByte() != VERSION) {
        throw damaged("version " + VERSION, "version " + bytes[0]);
      }
      state.lastMicros = in.readLong();
      state.daysSincePrevious = in.readDouble();
      state.weeks.week = in.readLong();
      readAll(state.weeks.counts, in);
      readAll(state.counts.product, in);
      read(state.counts.items, in);
      read(state.counts.clusters, in);
      read(state.counts.categories, in);
      for (int s = 0; s < state.sessions.length; s++) {
        read(state.counts.sessions[s], in);
        state.sessions[s].read(in);
      }
      if (left.available() > 0) {
        throw damaged("its end", left.available() + " more bytes");
      }
    } catch (IOException e) {
      throw new InputException(
          Problem.inFile("client state", "a state of this layout", bytes.length + " bytes", ""), e);
    }
  }

  private static InputException damaged(String expected, String found) {
    return new InputException(Problem.inFile("client state", expected, found, ""));
  }

  private static void write(ClientCounts.SessionCounts session, DataOutput out) throws IOException {
    Varints.write(out, session.events);
    out.writeLong(session.lastMicros);
    write(session.values, out);
    write(session.clusters, out);
  }

  private static void read(ClientCounts.SessionCounts session, DataInput in) throws IOException {
    session.events = Varints.read(in);
    session.lastMicros = in.readLong();
    read(session.values, in);
    read(session.clusters, in);
  }

  private static void write(GroupCounts groups, DataOutput out) throws IOException {
    Varints.write(out, groups.size());
    for (int entry = 0; entry < groups.size(); entry++) {
      Varints.write(out, groups.code(entry));
      for (int column = 0; column < groups.width(); column++) {
        Varints.write(out, groups.count(entry, column));
      }
      Varints.write(out, groups.measure(entry));
    }
  }

  private static void read(GroupCounts groups, DataInput in) throws IOException {
    int size = Varints.read(in);
    int[] counts = new int[groups.width()];
    for (int entry = 0; entry < size; entry++) {
      int code = Varints.read(in);
      readAll(counts, in);
      groups.restore(code, counts, Varints.read(in));
    }
  }

  private static void writeAll(int[] values, DataOutput out) throws IOException {
    for (int value : values) {
      Varints.write(out, value);
    }
  }

  private static void readAll(int[] values, DataInput in) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = Varints.read(in);
    }
  }
}
