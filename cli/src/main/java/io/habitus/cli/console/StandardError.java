package io.habitus.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * The launcher drops the JVM's own warning about the vector module, which has no switch, from
 * descriptor 2, and hands over the unfiltered descriptor under a number ({@code
 * -Dhabitus.stderr=N}), so that our lines go straight to the terminal. Opening {@code /dev/fd/N}
 * instead would give a file a second position and let output overwrite itself.
 */
public final class StandardError {
  private StandardError() {}

  /**
   * The stream that {@code System.err} should be; {@code System.err} where there is no launcher.
   */
  public static PrintStream ofThisProcess() {
    Integer number = Integer.getInteger("habitus.stderr");
    if (number == null) {
      return System.err;
    }
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true); // the launcher opens java.io for it
      FileOutputStream out = new FileOutputStream(constructor.newInstance(number));
      return new PrintStream(out, true, StandardCharsets.UTF_8);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return System.err;
    }
  }
}
