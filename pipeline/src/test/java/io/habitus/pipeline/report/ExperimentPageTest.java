package io.habitus.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.json.Json;
import io.habitus.recommend.experiment.Claim;
import io.habitus.recommend.experiment.ExperimentReport;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of an experiment: what is on it, in which order, and that it is well-formed. */
class ExperimentPageTest {
  private static final ExperimentReport REPORT = MadeUpExperiment.report();
  private static final String HTML =
      ExperimentPage.html(REPORT, List.of("habitus experiment <x>"), MadeUpExperiment.MADE);

  @TempDir Path folder;

  private static Document parse(String html) throws Exception {
    String xml = html.replace("<!doctype html>", "").replaceAll("(?s)<script>.*?</script>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<String> sections(String html) throws Exception {
    NodeList found = parse(html).getElementsByTagName("section");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      ids.add(((Element) found.item(i)).getAttribute("id"));
    }
    return ids;
  }

  @Test
  void theProtocolComesFirst() throws Exception {
    assertThat(sections(HTML))
        .containsExactly(
            "protocol", "claims", "scores", "sweep", "frequency", "better", "lists", "repeat");
    assertThat(HTML).contains("487,650", "films &amp; &lt;more&gt;").doesNotContain("<more>");
  }

  @Test
  void thePageAsksForNothingElse() {
    assertThat(HTML)
        .doesNotContain("http://", "https://", "@import", "url(")
        .doesNotContainPattern("(?i)<(link|img|iframe|object|embed)\\b")
        .doesNotContainPattern("(?i)\\bsrc=");
  }

  @Test
  void aSweepHasAPlotForAllWarmAndColdWithBoundsInOrder() {
    String sweep = HTML.substring(HTML.indexOf("id=\"sweep\""), HTML.indexOf("id=\"frequency\""));
    assertThat(sweep.split("<figcaption>", -1)).hasSize(4);
    assertThat(sweep).contains(">frozen<", ">fine-tuned<");
    String plot = sweep.substring(0, sweep.indexOf("</svg>"));
    assertThat(plot.indexOf(">0.1<"))
        .isPositive()
        .isLessThan(plot.indexOf(">0.25<"))
        .isLessThan(plot.indexOf(">0.5<"));
    assertThat(plot.indexOf(">0.5<")).isLessThan(plot.indexOf(">1.0<"));
  }

  @Test
  void claimsHaveAVerdictInWords() {
    List<Claim> claims = Claim.of(REPORT);
    assertThat(claims.getFirst().verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(claims.get(3).because()).contains("leaves room for a loss of 8 %");
    assertThat(HTML).contains("holds</span>");
  }

  @Test
  void groupsWithoutCasesAreLeftOut() {
    assertThat(HTML).contains("warm, with content (900 cases)").doesNotContain("cold, without");
  }

  @Test
  void aReportWithoutComparisonsOrContentHasFewerSections() throws Exception {
    ExperimentReport plain =
        new ExperimentReport(
            "Sequential",
            REPORT.protocol(),
            List.of(1L),
            REPORT.rows().subList(0, 3),
            "random",
            List.of());
    assertThat(sections(ExperimentPage.html(plain, List.of(), MadeUpExperiment.MADE)))
        .containsExactly("protocol", "scores", "frequency", "lists");
  }

  @Test
  void thePageCanBeMadeFromTheReportsJson() {
    Path file = folder.resolve("report.json");
    Json.write(file, REPORT);
    ExperimentReport read = Json.read(file, ExperimentReport.class);
    assertThat(ExperimentPage.html(read, List.of("habitus experiment <x>"), MadeUpExperiment.MADE))
        .isEqualTo(HTML);
  }
}
