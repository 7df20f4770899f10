package io.habitus.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, '0'",
    "7.25, '7.3'",
    "9999, '9,999'",
    "10000, '10.0 k'",
    "999499, '999 k'",
    "999500, '1.00 M'",
    "1234567, '1.23 M'",
    "150700000, '151 M'",
    "2e9, '2.00 G'"
  })
  void counts(double count, String text) {
    assertThat(Amounts.count(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"512, '512 B'", "10000, '10.0 kB'", "6000000000, '6.00 GB'"})
  void bytes(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, '0.0 s'",
    "9.94, '9.9 s'",
    "9.96, '10 s'",
    "59.4, '59 s'",
    "59.6, '1 min 00 s'",
    "125, '2 min 05 s'",
    "3725, '1 h 02 min'"
  })
  void seconds(double seconds, String text) {
    assertThat(Amounts.seconds(seconds)).isEqualTo(text);
  }
}
