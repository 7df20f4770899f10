package io.habitus.ingest;

import io.habitus.core.store.Generation;
import io.habitus.core.store.LateTail;
import io.habitus.core.store.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an ingestion did.
 *
 * @param store its folder
 * @param manifest of the store, this ingestion included
 */
public record IngestReport(Path store, Manifest manifest) {

  private Generation generation() {
    return manifest.generations().getLast();
  }

  /** Events that this ingestion brought. */
  public long events() {
    return generation().events();
  }

  /** Rows of the files. */
  public long rowsRead() {
    return generation().source().rowsRead();
  }

  /** Rows or events that were left out, by reason. */
  public Map<String, Long> leftOut() {
    return new TreeMap<>(generation().source().leftOut());
  }

  public Optional<LateTail> lateTail() {
    return generation().source().lateTail();
  }

  /** The report as text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d events of %,d clients from %,d rows",
            events(),
            manifest.statistics().clients(),
            rowsRead()));
    leftOut()
        .forEach((reason, count) ->
            lines.add(String.format(Locale.ROOT, "left out: %,d %s", count, reason)));
    lateTail().map(LateTail::sentence).ifPresent(lines::add);
    return List.copyOf(lines);
  }
}
