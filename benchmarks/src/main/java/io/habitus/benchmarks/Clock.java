package io.habitus.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * A time.
 *
 * @param seconds by the wall clock
 * @param cpu seconds of all threads, the JVM's compiler and collector included
 */
record Clock(double seconds, double cpu) {
  static Clock now() {
    var bean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Clock(System.nanoTime() / 1e9, bean.getProcessCpuTime() / 1e9);
  }

  Clock since() {
    Clock now = now();
    return new Clock(now.seconds - seconds, now.cpu - cpu);
  }

  Clock plus(Clock other) {
    return new Clock(seconds + other.seconds, cpu + other.cpu);
  }
}
