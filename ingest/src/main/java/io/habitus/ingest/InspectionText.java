package io.habitus.ingest;

import io.habitus.core.store.Statistics;
import io.habitus.core.time.Micros;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** An inspection as text for a terminal. Holds no client ids. */
public final class InspectionText {
  private static final int BAR = 40;

  private final StringBuilder text = new StringBuilder();

  private InspectionText() {}

  public static String of(Inspection inspection) {
    InspectionText writer = new InspectionText();
    writer.counts(inspection);
    writer.types(inspection.statistics());
    writer.values(inspection);
    writer.lengths(inspection.statistics());
    writer.findings(inspection);
    return writer.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void counts(Inspection inspection) {
    Statistics statistics = inspection.statistics();
    line("%s", inspection.name());
    line("  events    %,15d", statistics.events());
    line("  clients   %,15d", statistics.clients());
    inspection.relevantClients().ifPresent(count -> line("  relevant  %,15d", count));
    if (statistics.events() > 0) {
      line(
          "  time      %s … %s UTC",
          Micros.toInstant(statistics.firstMicros()), Micros.toInstant(statistics.lastMicros()));
    }
    if (inspection.generations() > 1) {
      line("  ingested in %d parts", inspection.generations());
    }
  }

  private void types(Statistics statistics) {
    line("events by type");
    for (Statistics.TypeStatistics type : statistics.types()) {
      String span =
          type.events() == 0
              ? ""
              : Micros.toInstant(type.firstMicros()) + " … " + Micros.toInstant(type.lastMicros());
      line("  %-20s %,15d  %s", type.type(), type.events(), span);
    }
  }

  private void values(Inspection inspection) {
    line("different values");
    new TreeMap<>(inspection.values()).forEach((name, count) -> line("  %-20s %,15d", name, count));
  }

  private void lengths(Statistics statistics) {
    List<Long> lengths = statistics.lengths();
    line("clients by number of events");
    long most = lengths.isEmpty() ? 1 : Math.max(1, Collections.max(lengths));
    for (int k = 0; k < lengths.size(); k++) {
      String range = k == 0 ? "1" : String.format("%,d … %,d", 1L << k, (2L << k) - 1);
      int bar = (int) Math.ceilDiv(lengths.get(k) * BAR, most);
      line("  %-20s %,15d  %s", range, lengths.get(k), "█".repeat(bar));
    }
  }

  private void findings(Inspection inspection) {
    new TreeMap<>(inspection.leftOut())
        .forEach((reason, count) -> line("left out: %,d %s", count, reason));
    inspection.findings().forEach(finding -> line("note: %s", finding.text()));
  }
}
