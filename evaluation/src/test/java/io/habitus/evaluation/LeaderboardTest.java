package io.habitus.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
  private static SequencedMap<String, Map<String, Double>> scores() {
    return new LinkedHashMap<>();
  }

  /** Ranks and points of the challenge's published final scores, counted by hand. */
  @Test
  void theKthOfNGetsNMinusKPoints() {
    var scores = scores();
    scores.put(
        "EmbedNBreakfast",
        Map.of(
            "churn",
            .7368,
            "category",
            .8169,
            "sku",
            .8137,
            "hidden1",
            .7575,
            "hidden2",
            .7998,
            "hidden3",
            .8066));
    scores.put(
        "rec2",
        Map.of(
            "churn",
            .7375,
            "category",
            .8179,
            "sku",
            .8224,
            "hidden1",
            .7717,
            "hidden2",
            .8293,
            "hidden3",
            .8161));
    scores.put(
        "ai_lab",
        Map.of(
            "churn",
            .7376,
            "category",
            .8180,
            "sku",
            .8130,
            "hidden1",
            .7649,
            "hidden2",
            .8052,
            "hidden3",
            .8117));
    scores.put(
        "ambitious",
        Map.of(
            "churn",
            .7389,
            "category",
            .8151,
            "sku",
            .8041,
            "hidden1",
            .7699,
            "hidden2",
            .7948,
            "hidden3",
            .8147));
    Leaderboard board = Leaderboard.of(scores);
    assertThat(board.lines())
        .extracting(Leaderboard.Line::entry)
        .containsExactly("rec2", "ai_lab", "ambitious", "EmbedNBreakfast");
    assertThat(board.lines())
        .extracting(Leaderboard.Line::points)
        .containsExactly(15.0, 10.0, 7.0, 4.0);
    assertThat(board.lines().getFirst().taskPoints()).containsEntry("churn", 1.0);
  }

  @Test
  void tiesShareThePointsOfTheirPlaces() {
    var scores = scores();
    scores.put("a", Map.of("churn", .7, "sku", .5));
    scores.put("b", Map.of("churn", .7, "sku", .6));
    scores.put("c", Map.of("churn", .6, "sku", .7));
    Leaderboard board = Leaderboard.of(scores);
    assertThat(board.lines())
        .extracting(Leaderboard.Line::entry, Leaderboard.Line::points, Leaderboard.Line::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", 2.5, 1),
            org.assertj.core.groups.Tuple.tuple("c", 2.0, 2),
            org.assertj.core.groups.Tuple.tuple("a", 1.5, 3));
  }

  @Test
  void anEntryWithoutAScoreComesLastAndPointsAlwaysSumUp() {
    var scores = scores();
    scores.put("a", Map.of("churn", .7));
    scores.put("b", Map.of("churn", .6, "sku", 0.0));
    scores.put("c", Map.of("churn", .6, "sku", -0.0));
    Leaderboard board = Leaderboard.of(scores);
    for (String task : List.of("churn", "sku")) {
      assertThat(board.lines().stream().mapToDouble(line -> line.taskPoints().get(task)).sum())
          .isEqualTo(3);
    }
    assertThat(board.lines().getFirst().entry()).isEqualTo("a");
    assertThat(board.lines().getFirst().taskPoints().get("sku")).isZero();
    assertThat(board.lines()).extracting(Leaderboard.Line::place).containsExactly(1, 1, 1);
  }
}
