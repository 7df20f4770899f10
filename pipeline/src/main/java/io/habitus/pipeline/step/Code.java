package io.habitus.pipeline.step;

import io.habitus.core.provenance.Tool;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The code that makes a step's result, as one of its parameters. */
public final class Code {
  private Code() {}

  /** Adds the version of this build, and of an unreleased one its commit. */
  public static SortedMap<String, String> with(Map<String, String> parameters) {
    SortedMap<String, String> all = new TreeMap<>(parameters);
    Tool tool = Tool.habitus();
    boolean released = !tool.version().endsWith("-SNAPSHOT");
    all.put("habitus", released ? tool.version() : tool.version() + " " + tool.commit());
    return all;
  }
}
