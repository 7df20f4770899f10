package io.habitus.models.live;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.features.event.CausalState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * All that a recurrent model knows of a client: the network's state, how far it has read, and,
 * where events are read as columns, the state of those. It belongs to one model and to the store
 * whose codes its events have.
 */
public final class LiveState {
  private static final int MAGIC = 0x48_4C_53_01; // HLS, version 1
  private static final long BEFORE = Long.MIN_VALUE;

  private final long model;
  private final float[] hidden;
  private final Optional<CausalState> causal;
  private long steps;
  private long lastMicros = BEFORE;

  /**
   * The state of a client without events.
   *
   * @param model identity of the model
   * @param hiddenSize numbers of the network's state, zeros at first
   * @param causal state of the columns, where the model reads columns
   */
  public LiveState(long model, int hiddenSize, Optional<CausalState> causal) {
    this.model = model;
    this.hidden = new float[hiddenSize];
    this.causal = causal;
  }

  /** The network's state; for the model, which changes it. */
  public float[] hidden() {
    return hidden;
  }

  /** State of the columns, where the model reads columns. */
  public Optional<CausalState> causal() {
    return causal;
  }

  /** Steps that the model has read. */
  public long steps() {
    return steps;
  }

  /** Checks the order of time before a model takes in an event. */
  public void moveTo(long micros) {
    if (micros < lastMicros) {
      throw new IllegalArgumentException(
          "events: expected time order, found " + micros + " after " + lastMicros);
    }
    lastMicros = micros;
  }

  /** The model has read one more step. */
  public void addStep() {
    steps++;
  }

  /** Little-endian: version, model, steps, time, network's state, columns' state, CRC-32C. */
  public byte[] toBytes() {
    byte[] columns = causal.map(CausalState::toBytes).orElseGet(() -> new byte[0]);
    int size = 3 * Integer.BYTES + 4 * Long.BYTES + Float.BYTES * hidden.length + columns.length;
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC).putLong(model).putLong(steps).putLong(lastMicros).putInt(hidden.length);
    for (float value : hidden) {
      bytes.putFloat(value);
    }
    bytes.putInt(columns.length).put(columns);
    bytes.putLong(checksum(bytes.array(), bytes.position()));
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param fresh a client without events of the model that is to go on
   * @param columns reads the columns' state
   * @throws InputException if the bytes are damaged, of another version or of another model
   */
  public static LiveState read(
      byte[] from, LiveState fresh, Function<byte[], CausalState> columns) {
    ByteBuffer bytes = ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN);
    try {
      expect("version", MAGIC, bytes.getInt());
      int end = from.length - Long.BYTES;
      expect("checksum", checksum(from, Math.max(0, end)), bytes.getLong(end));
      expect("model", fresh.model, bytes.getLong());
      long steps = bytes.getLong();
      long lastMicros = bytes.getLong();
      expect("width", fresh.hidden.length, bytes.getInt());
      float[] hidden = new float[fresh.hidden.length];
      for (int i = 0; i < hidden.length; i++) {
        hidden[i] = bytes.getFloat();
      }
      byte[] rest = new byte[bytes.getInt()];
      bytes.get(rest);
      Optional<CausalState> causal = fresh.causal.map(unused -> columns.apply(rest));
      LiveState state = new LiveState(fresh.model, hidden.length, causal);
      System.arraycopy(hidden, 0, state.hidden, 0, hidden.length);
      state.steps = steps;
      state.lastMicros = lastMicros;
      return state;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new InputException(
          Problem.inFile("client state", "a whole state", from.length + " bytes", ""), e);
    }
  }

  private static void expect(String what, long expected, long found) {
    if (expected != found) {
      throw new InputException(
          Problem.inFile(
              "client state",
              "%s %016x".formatted(what, expected),
              "%016x".formatted(found),
              "A state belongs to the model that made it; embed the client's history anew."));
    }
  }

  private static long checksum(byte[] bytes, int end) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    return sum.getValue();
  }

  @Override
  public String toString() {
    return "LiveState[steps=%d, hidden=%08x]".formatted(steps, Arrays.hashCode(hidden));
  }
}
