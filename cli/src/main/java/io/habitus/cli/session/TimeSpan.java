package io.habitus.cli.session;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Times such as {@code 90s}, {@code 30m}, {@code 2h}. */
public final class TimeSpan implements CommandLine.ITypeConverter<Duration> {
  private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,6})\\s*([smh])");

  @Override
  public Duration convert(String text) {
    Matcher span = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!span.matches()) {
      throw new CommandLine.TypeConversionException(
          "expected a time such as 90s, 30m or 2h, found '" + text + "'");
    }
    long number = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
