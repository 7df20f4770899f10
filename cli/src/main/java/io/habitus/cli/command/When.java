package io.habitus.cli.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine;

/**
 * Instants as people type them: {@code 2017-10-17}, {@code 2017-10-17T12:00}, with or without Z.
 */
final class When implements CommandLine.ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      if (text.endsWith("Z")) {
        return Instant.parse(text);
      }
      return text.contains("T")
          ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
          : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new CommandLine.TypeConversionException(
          "expected a time such as 2017-10-17 or 2017-10-17T12:00:00Z, found '" + text + "'");
    }
  }
}
