package io.habitus.cli;

import io.habitus.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Runs commands within the test's process and keeps what they print. */
final class Run {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Runs one command; returns its exit code. */
  int cli(Object... args) {
    out.reset();
    err.reset();
    String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    return new Cli(utf8(out), utf8(err), Terminal.PLAIN).run(words);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream utf8(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
