package io.habitus.cli.command;

import io.habitus.core.provenance.Tool;
import picocli.CommandLine;

/** What is running: our version, the JVM and the machine. */
final class Version implements CommandLine.IVersionProvider {

  @Override
  public String[] getVersion() {
    Tool tool = Tool.habitus();
    String commit = tool.commit() == null ? "" : " (" + tool.commit() + ")";
    return new String[] {
      "habitus " + tool.version() + commit,
      "JVM " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
      System.getProperty("os.name") + " " + System.getProperty("os.arch")
    };
  }
}
