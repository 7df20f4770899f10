package io.habitus.core.profile;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.NpyWriter;
import io.habitus.core.file.DiskSpace;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.provenance.Provenance;
import java.nio.file.Path;

/**
 * Writes a profile folder row by row, so that millions of clients need no memory. The number of
 * rows need not be known beforehand. Closing before {@link #finish} leaves nothing behind.
 */
public final class ProfileWriter implements AutoCloseable {
  private final WholeFolder folder;
  private final int width;
  private final NpyWriter ids;
  private final NpyWriter vectors;

  /**
   * Begins a folder for a known number of clients, if there is room for them.
   *
   * @throws io.habitus.core.problem.InputException if the disk has too little
   * @throws io.habitus.core.problem.UsageException if something other than profiles is there
   */
  public static ProfileWriter forClients(Path folder, int width, long clients) {
    long bytes = Math.multiplyExact(clients, Long.BYTES + (long) Short.BYTES * width);
    DiskSpace.ofThisMachine().require(folder, bytes);
    return new ProfileWriter(folder, width);
  }

  /**
   * Begins a folder that appears when {@link #finish} is called.
   *
   * @param width columns of a vector, at least 1
   * @throws io.habitus.core.problem.UsageException if something other than profiles is there
   */
  public ProfileWriter(Path folder, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("width: expected at least 1, found " + width);
    }
    this.width = width;
    this.folder = WholeFolder.begin(folder, ProfileFolder.KIND);
    Path part = this.folder.part();
    ids = new NpyWriter(part.resolve(ProfileFolder.CLIENT_IDS), ElementType.INT64);
    vectors = new NpyWriter(part.resolve(ProfileFolder.EMBEDDINGS), ElementType.FLOAT16, width);
  }

  /** Appends one client, rounding to float16. */
  public void append(long clientId, float[] vector) {
    if (vector.length != width) {
      throw new IllegalArgumentException(
          "client vector: expected " + width + " columns, found " + vector.length);
    }
    ids.append(clientId);
    for (float value : vector) {
      vectors.append(Float.floatToFloat16(value));
    }
  }

  /** Appends many clients. */
  public void append(Profiles profiles) {
    if (profiles.width() != width) {
      throw new IllegalArgumentException(
          "profiles: expected " + width + " columns, found " + profiles.width());
    }
    for (long id : profiles.clientIds()) {
      ids.append(id);
    }
    vectors.append(profiles.halves());
  }

  /**
   * Where to write a file of another kind that appears with the folder; before {@link #finish}.
   *
   * @param name such as {@code clients.parquet}
   */
  public Path beside(String name) {
    return folder.part().resolve(name);
  }

  /** Clients so far. */
  public long rows() {
    return ids.rows();
  }

  /** Completes the files and lets the folder appear. */
  public void finish(Provenance provenance) {
    ids.finish();
    vectors.finish();
    provenance.writeTo(folder.part());
    folder.commit();
  }

  @Override
  public void close() {
    ids.close();
    vectors.close();
    folder.close();
  }
}
