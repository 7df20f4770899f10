package io.habitus.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitsTest {
  private static final Instant LAST = Instant.parse("2011-12-09T12:50:00Z");

  @Test
  void organisersSplitOfOnlineRetail() {
    Split split = Split.organisers(LAST, 14);
    assertThat(split.trainStart()).isEqualTo("2011-11-12T00:00:00Z");
    assertThat(split.validationStart()).isEqualTo("2011-11-26T00:00:00Z");
    assertThat(split.end()).isEqualTo(LAST);
  }

  @Test
  void aLastEventAtMidnightBelongsToItsDay() {
    Split split = Split.organisers(Instant.parse("2022-01-10T00:00:00Z"), 1);
    assertThat(split.trainStart()).isEqualTo("2022-01-09T00:00:00Z");
    assertThat(split.validationStart()).isEqualTo("2022-01-10T00:00:00Z");
  }

  @Test
  void rollingEndsWithTheOrganisersAndGoesBackInSteps() {
    List<Split> splits = Splits.rolling(LAST, 14, 3, 7);
    assertThat(splits).hasSize(3);
    assertThat(splits.getLast()).isEqualTo(Split.organisers(LAST, 14));
    assertThat(splits.getFirst())
        .isEqualTo(
            new Split(
                Instant.parse("2011-10-29T00:00:00Z"),
                Instant.parse("2011-11-12T00:00:00Z"),
                Instant.parse("2011-11-25T23:59:59.999999Z")));
  }

  @Test
  void rollingWindowsOfTheirOwnLengthNeitherOverlapNorLeaveGaps() {
    List<Split> splits = Splits.rolling(LAST, 5, 4, 5);
    for (int i = 1; i < splits.size(); i++) {
      assertThat(splits.get(i - 1).end().plusNanos(1_000))
          .isEqualTo(splits.get(i).validationStart());
    }
  }

  @Test
  void rollingNeedsACutOffAndAStep() {
    assertThatThrownBy(() -> Splits.rolling(LAST, 14, 0, 7)).hasMessageContaining("found 0 and 7");
    assertThatThrownBy(() -> Splits.rolling(LAST, 14, 2, 0)).hasMessageContaining("found 2 and 0");
  }
}
