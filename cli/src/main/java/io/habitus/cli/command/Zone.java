package io.habitus.cli.command;

import io.habitus.core.problem.Nearest;
import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine;

/** Time zones by name; a name that there is not gets the nearest one. */
final class Zone implements CommandLine.ITypeConverter<ZoneId> {

  @Override
  public ZoneId convert(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      String nearest =
          Nearest.of(text, ZoneId.getAvailableZoneIds())
              .map(name -> ". Did you mean " + name + "?")
              .orElse("");
      throw new CommandLine.TypeConversionException(
          "expected a time zone such as Europe/Warsaw, found '" + text + "'" + nearest);
    }
  }
}
