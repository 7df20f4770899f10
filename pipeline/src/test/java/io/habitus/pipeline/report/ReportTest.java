package io.habitus.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.target.Task;
import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.models.autoencoder.Reconstruction.Step;
import io.habitus.pipeline.report.ReportData.Difference;
import io.habitus.pipeline.report.ReportData.Example;
import io.habitus.pipeline.report.ReportData.Interval;
import io.habitus.pipeline.report.ReportData.ReadBack;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
  private static final ReportData DATA = MadeUp.report();
  private static final String HTML = Report.html(DATA);

  /** Also proves that the page is well-formed: the script is the only part that is no XML. */
  private static Document parse(String html) throws Exception {
    String xml = html.replace("<!doctype html>", "").replaceAll("(?s)<script>.*?</script>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static Element section(Document page, String id) {
    NodeList sections = page.getElementsByTagName("section");
    for (int i = 0; i < sections.getLength(); i++) {
      if (sections.item(i) instanceof Element element && element.getAttribute("id").equals(id)) {
        return element;
      }
    }
    throw new AssertionError("no section " + id);
  }

  @Test
  void thePageAsksForNothingElse() {
    assertThat(HTML)
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("@import")
        .doesNotContain("url(")
        .doesNotContainPattern("(?i)<(link|img|iframe|object|embed)\\b")
        .doesNotContainPattern("(?i)\\bsrc=");
  }

  @Test
  void everySectionIsThereAndLinked() throws Exception {
    Document page = parse(HTML);
    for (String id :
        List.of(
            "scores",
            "leaderboard",
            "better",
            "data",
            "split",
            "tasks",
            "curves",
            "profiles",
            "cost",
            "repeat")) {
      assertThat(section(page, id).getTextContent()).isNotBlank();
    }
    NodeList links = page.getElementsByTagName("a");
    for (int i = 0; i < links.getLength(); i++) {
      String href = ((Element) links.item(i)).getAttribute("href");
      if (href.startsWith("#")) {
        assertThat(section(page, href.substring(1))).isNotNull();
      } else {
        assertThat(href).isEqualTo("features/aggregated/index.html"); // pages beside the report
      }
    }
  }

  @Test
  void whateverComesFromDataIsEscaped() throws Exception {
    assertThat(HTML).doesNotContain(MadeUp.EVIL).contains("&lt;script&gt;alert(&#39;x&#39;)");
    assertThat(parse(HTML).getDocumentElement().getTextContent()).contains(MadeUp.EVIL);
    String control = Html.of("p", "a\u0000b\u001b<").attr("title", "\"<&").toString();
    assertThat(control).isEqualTo("<p title=\"&quot;&lt;&amp;\">a\uFFFDb\uFFFD&lt;</p>");
  }

  @Test
  void noNumberWithoutItsProtocol() throws Exception {
    Document page = parse(HTML);
    assertThat(section(page, "scores").getTextContent())
        .contains(
            "Protocol: 7,431 clients, churn about the 3,102 active ones; input before 2025-05-26;"
                + " train target from then, validation target from 2025-06-09 to 2025-06-22 18:31"
                + " (UTC); probe predictor, mean over seeds 1278, 7; 95\u00a0% intervals from 1,000"
                + " resamples of clients.");
    String tasks = section(page, "tasks").getTextContent();
    assertThat(Pattern.compile("Protocol: ").matcher(tasks).results()).hasSize(6);
    assertThat(tasks)
        .contains("0.8 AUROC + 0.1 novelty + 0.1 diversity; 7,431 clients, 100 labels");
  }

  @Test
  void everyScoreIsInTheTableOfScores() throws Exception {
    String scores = section(parse(HTML), "scores").getTextContent();
    for (Score score : DATA.scores()) {
      assertThat(scores).contains(Show.score(score.value()));
    }
  }

  @Test
  void theSummarySaysWhoWonAndHowSure() {
    String summary = String.join("\n", Summary.of(DATA));
    assertThat(summary)
        .contains("5 sets of profiles, one vector for each of 7,431 clients")
        .contains("aggregated+rfm comes first with")
        .contains("Against the runner-up aggregated, on the same clients")
        .contains("Unverified: nobody can say which events popularity saw.");
  }

  @Test
  void aDifferenceIsTheSameFromBothSides() {
    Difference d = new Difference("t", "a", "b", 0.02, new Interval(-0.01, 0.05), .3, .6);
    assertThat(d.verdict()).isEqualTo(Difference.Verdict.UNDECIDED);
    Difference sure = new Difference("t", "a", "b", 0.02, new Interval(0.01, 0.05), .01, .02);
    assertThat(sure.verdict()).isEqualTo(Difference.Verdict.BETTER);
    assertThat(sure.turned())
        .isEqualTo(new Difference("t", "b", "a", -0.02, new Interval(-0.05, -0.01), .01, .02));
    assertThat(sure.turned().verdict()).isEqualTo(Difference.Verdict.WORSE);
  }

  @Test
  void theShareOfTheOracleCountsFromChance() {
    Score score =
        new Score(
            "p",
            "churn",
            0.7,
            Optional.empty(),
            List.of(),
            new LinkedHashMap<>(Map.of("AUROC", 0.7)),
            List.of(),
            List.of(),
            0);
    TaskFacts task = new TaskFacts("churn", "AUROC", 1, 1, 1, 1, 0.5, OptionalDouble.of(0.9));
    assertThat(Oracle.share(task, score).orElseThrow()).isCloseTo(0.5, within());
    TaskFacts without = new TaskFacts("churn", "AUROC", 1, 1, 1, 1, 0.5, OptionalDouble.empty());
    assertThat(Oracle.share(without, score)).isEmpty();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  @Test
  void theSecondProbeHasASectionOfItsOwn() throws Exception {
    String text = parse(Report.html(DATA)).getDocumentElement().getTextContent();
    assertThat(text).contains("By the linear").contains("0.6123").contains("300 clients");
  }

  @Test
  void aReportOfOneProfileWithoutDataIsWhole() throws Exception {
    ReportData one =
        new ReportData(
            "One",
            DATA.made(),
            Optional.empty(),
            Optional.empty(),
            DATA.protocol(),
            DATA.tasks().subList(0, 1),
            List.of(),
            DATA.profiles().subList(0, 1),
            DATA.scores().subList(0, 1),
            List.of(),
            List.of(),
            List.of(new Example("rfm", "churn", "sure, and wrong", "client-17", "churn", .9, 0)),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            DATA.repeat());
    String text = parse(Report.html(one)).getDocumentElement().getTextContent();
    assertThat(text).contains("1 set of profiles").contains("Its scores: churn 0.");
    assertThat(text).doesNotContain("Leaderboard");
    assertThat(section(parse(Report.html(one)), "examples").getTextContent())
        .contains("sure, and wrong", "client-17", "0.9000");
    assertThat(HTML).doesNotContain("Clients to look at");
  }

  @Test
  void whatCanBeReadBackStandsBesideTheMostFrequentToken() throws Exception {
    String text = section(parse(HTML), "readback").getTextContent();
    assertThat(text)
        .contains("150 clients, none of whom the model was fitted on", "21.4\u00a0%", "43.2\u00a0%")
        .contains("event_type", "76.5\u00a0%", "61.2\u00a0%", "step 1", "steps 3–4", "55.0\u00a0%")
        .doesNotContain("Histories of clients");
    Reconstruction none = MadeUp.readBack();
    Reconstruction shown =
        new Reconstruction(
            none.clients(),
            10,
            none.steps(),
            none.whole(),
            none.length(),
            none.fields(),
            List.of(
                new Reconstruction.Example(
                    17, true, List.of(new Step(List.of("3", "visit"), List.of("4", "buy"))))));
    Html part =
        ReadBackPart.of(withReadBack(new ReadBack("gru", shown, List.of("client-17")))).getFirst();
    assertThat(part.toString())
        .contains("Client client-17", "3, visit", "4, buy", "10 of whom the model was not");
  }

  @Test
  void aRecommenderShowsListsANewItemAndAFeatureWithItsCurve() throws Exception {
    Document page = parse(HTML);
    Element part = section(page, "recommender");
    assertThat(part.getTextContent())
        .contains("17,195 interactions of 1,889 clients before 2025-05-26 (add_to_cart)")
        .contains("12 (category 4, price 3)", "taken", MadeUp.EVIL)
        .contains("median rank 201 of 689", "40 clients took it afterwards", "71\u00a0%")
        .contains("Feature 17 of 128 is called \u201ccategory = 4\u201d: sure.", "AUROC 0.9340")
        .contains("as it is", "0.0411", "0.4300");
    // One dot for each amount and one for no steering, and a label beside each.
    Element plot = (Element) part.getElementsByTagName("svg").item(0);
    assertThat(plot.getElementsByTagName("circle").getLength()).isEqualTo(5);
    assertThat(plot.getTextContent()).contains("as it is", "2.1", "4.2", "6.3");
  }

  @Test
  void columnsThatWereAskedAboutHaveASectionAndPages() throws Exception {
    String text = section(parse(HTML), "features").getTextContent();
    assertThat(text)
        .contains(
            "240 features (topk 15) of 60 columns", "heavy user", "afterwards the client churns")
        .contains("0.3300");
    assertThat(HTML).contains("href=\"features/aggregated/index.html\"");
  }

  private static ReportData withReadBack(ReadBack readBack) {
    return new ReportData(
        "One",
        DATA.made(),
        Optional.empty(),
        Optional.empty(),
        DATA.protocol(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(readBack),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        DATA.repeat());
  }

  @Test
  void theFileAppearsWhole(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("sub").resolve(Report.FILE);
    Report.write(file, DATA);
    assertThat(Files.readString(file)).isEqualTo(HTML);
    assertThat(file.getParent())
        .isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
  }

  @Test
  void axesHaveRoundTicks() {
    Plot.Axis axis = new Plot.Axis(0.613, 0.887, 0, 100);
    assertThat(axis.ticks(4)).map(Show::score).containsExactly("0.7000", "0.8000");
    assertThat(axis.decimals(4)).isEqualTo(1);
    assertThat(axis.at(0.75)).isCloseTo(50, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(new Plot.Axis(-0.003, 0.011, 0, 1).ticks(3))
        .map(Show::score)
        .containsExactly("0.0000", "0.0050", "0.0100");
  }

  @Test
  void tasksHaveTitles() {
    assertThat(Task.CHALLENGE).allSatisfy(task -> assertThat(Words.task(task)).isNotEqualTo(task));
    assertThat(Words.task("lifetime_value")).isEqualTo("lifetime_value");
  }
}
