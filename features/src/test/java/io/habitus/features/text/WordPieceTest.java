package io.habitus.features.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ids are those of the tokenizers library (0.23.3) with the same vocabulary file. */
class WordPieceTest {
  private final WordPiece tokens = SentenceEncoder.bundledTokens();

  private void expect(String text, long... ids) {
    assertThat(tokens.tokens(text, 256)).as(text).containsExactly(ids);
  }

  @Test
  void wordsAreLowerCaseAndSplitAtPunctuation() {
    expect(
        "WHITE HANGING HEART T-LIGHT HOLDER", 101, 2317, 5689, 2540, 1056, 1011, 2422, 9111, 102);
    expect(
        "A man is eating a piece of bread.",
        101,
        1037,
        2158,
        2003,
        5983,
        1037,
        3538,
        1997,
        7852,
        1012,
        102);
  }

  @Test
  void accentsGoAndIdeographsStandAlone() {
    expect(
        "Crème brûlée für 2 Leute 中文测试!",
        101,
        13675,
        21382,
        7987,
        9307,
        2063,
        6519,
        1016,
        3393,
        10421,
        1746,
        1861,
        100,
        100,
        999,
        102);
    expect(
        "naïve café—déjà vu… ½ price",
        101,
        15743,
        7668,
        1517,
        2139,
        3900,
        24728,
        1529,
        1092,
        3976,
        102);
  }

  @Test
  void longWordsAreCutIntoPieces() {
    expect(
        "antidisestablishmentarianism's \t tests",
        101,
        3424,
        10521,
        4355,
        7875,
        13602,
        3672,
        12199,
        2964,
        1005,
        1055,
        5852,
        102);
    expect("x".repeat(150), 101, 100, 102);
  }

  @Test
  void nothingIsStartAndEnd() {
    expect("", 101, 102);
    expect(" \u0000\u200b \n", 101, 102);
  }

  @Test
  void whatIsTooLongIsCutOffBehind() {
    assertThat(tokens.tokens("gift ".repeat(400), 256)).hasSize(256).endsWith(102);
    assertThat(tokens.tokens("gift ".repeat(400), 1000)).hasSize(402);
    assertThat(tokens.tokens("gift gift gift", 4)).containsExactly(101, 5592, 5592, 102);
  }
}
