package io.habitus.cli.session;

/**
 * What a command hands back.
 *
 * @param json the result for {@code --json}: a record, a map or a list
 * @param text the result for people, on standard output; empty for nothing
 * @param exitCode {@link ExitCode#DONE}, or {@link ExitCode#INPUT} where the result is that the
 *     input is at fault
 */
public record Outcome(Object json, String text, int exitCode) {

  public static Outcome done(Object json, String text) {
    return new Outcome(json, text, ExitCode.DONE);
  }
}
