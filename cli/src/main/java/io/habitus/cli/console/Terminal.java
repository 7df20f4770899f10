package io.habitus.cli.console;

/**
 * Where progress is written to.
 *
 * @param interactive whether a line can be overwritten; otherwise lines are sparse
 * @param columns width of a line in characters
 */
public record Terminal(boolean interactive, int columns) {

  /** A file or a pipe: nothing is overwritten. */
  public static final Terminal PLAIN = new Terminal(false, 120);

  public Terminal {
    if (columns < 20) {
      columns = 20;
    }
  }

  /**
   * The launcher knows best ({@code -Dhabitus.terminal=COLUMNS}, 0 for none) because Java cannot
   * ask whether standard error alone is a terminal.
   */
  public static Terminal ofThisProcess() {
    Integer columns = Integer.getInteger("habitus.terminal");
    if (columns != null) {
      return columns > 0 ? new Terminal(true, columns) : PLAIN;
    }
    return System.console() != null && System.console().isTerminal()
        ? new Terminal(true, 80)
        : PLAIN;
  }
}
