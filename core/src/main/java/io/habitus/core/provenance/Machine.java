package io.habitus.core.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The machine that made a file. Same seed, same bits holds for the same features and libraries.
 *
 * @param cpu model name of the processor
 * @param features its instruction sets that matter to arithmetic, sorted, such as {@code avx2}
 * @param processors logical processors that the JVM saw
 * @param memoryBytes physical memory
 * @param os name, version and architecture
 */
public record Machine(
    String cpu, List<String> features, int processors, long memoryBytes, String os) {
  private static final List<String> ARITHMETIC =
      List.of("sse4", "avx", "fma", "f16c", "bmi2", "amx", "asimd", "sve", "bf16", "i8mm");

  public Machine {
    features = List.copyOf(features);
  }

  /** This machine, from {@code /proc/cpuinfo} where there is one. */
  public static Machine current() {
    List<String> cpuinfo = lines(Path.of("/proc/cpuinfo"));
    return new Machine(
        model(cpuinfo),
        features(cpuinfo),
        Runtime.getRuntime().availableProcessors(),
        physicalMemoryBytes(),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
  }

  static String model(List<String> cpuinfo) {
    String model = value(cpuinfo, "model name");
    return model.isEmpty() ? System.getProperty("os.arch", "unknown") : model;
  }

  static List<String> features(List<String> cpuinfo) {
    String flags = value(cpuinfo, "flags");
    String all = flags.isEmpty() ? value(cpuinfo, "Features") : flags;
    return Arrays.stream(all.split(" "))
        .filter(flag -> ARITHMETIC.stream().anyMatch(flag::startsWith))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }

  private static String value(List<String> cpuinfo, String key) {
    for (String line : cpuinfo) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static long physicalMemoryBytes() {
    var bean = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getTotalMemorySize()
        : -1;
  }
}
