package io.habitus.cli.session;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Sizes such as {@code 4g}, {@code 4GB}, {@code 512m}: powers of 1024, as in Java's -Xmx. */
final class MemorySize implements CommandLine.ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new CommandLine.TypeConversionException(
          "expected a size such as 4g or 512m, found '" + text + "'");
    }
    try {
      return bytes(size);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new CommandLine.TypeConversionException(
          "expected a size such as 4g or 512m, found '" + text + "', which is too large");
    }
  }

  private static long bytes(Matcher size) {
    int power = size.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(size.group(2));
    return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
  }
}
