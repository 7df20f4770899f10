package io.habitus.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.explain.interpret.Clarity;
import io.habitus.explain.interpret.Detection;
import io.habitus.explain.interpret.Driver;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.interpret.FeatureTerms;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.sae.Fidelity;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The pages of features: which there are, what is on them, and that they are well-formed. */
class FeaturePagesTest {
  private static FeaturePages.Facts facts() {
    Detection detection = new Detection(0, 0.93, 0.8, 0.6, 1.5, 0.1);
    FeatureFacts named =
        new FeatureFacts(
            0,
            0.25,
            3,
            new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
            Optional.of(new FeatureName("buys <tea> & cake", FeatureName.Sureness.SURE, detection)),
            Optional.of(
                new FeatureTerms(
                    List.of(new FeatureTerms.Term("earl grey", 7.4, 5.1, detection)),
                    FeatureName.Sureness.LIKELY)),
            List.of(new FeatureFacts.Named("buys <tea> & cake", detection, 0.6)),
            List.of(new FeatureFacts.Top(1, 2.9, List.of("heavy user"))),
            List.of(new FeatureFacts.Effect("column 3", 0.5)),
            List.of());
    FeatureFacts dead =
        new FeatureFacts(
            1,
            0,
            0,
            new int[10],
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new FeaturePages.Facts(
        "What profiles mean",
        "client",
        "topk 4",
        new Fidelity(200, 0.99964, 4, 1, new double[] {0.25, 0}),
        new Interpretation(
            200,
            20,
            List.of(named, dead),
            List.of(new Clarity("features", 2, 1, 7, 1, 1, 0.8)),
            List.of(new Driver("afterwards the client churns", 0, "tea", 0.7, 0.5, 0.2))),
        List.of("client 1 of the sample", "client 2 of the sample"),
        new Trails() {
          @Override
          public String note() {
            return "Newest last.";
          }

          @Override
          public List<Trail> of(FeatureFacts feature) {
            return List.of(
                new Trail(
                    "client 2 of the sample",
                    2.9,
                    "2 events: 2 buys",
                    List.of(
                        new Trail.Step("tea & \"cake\" <i>", "off", 0),
                        new Trail.Step("x".repeat(61), "2.90", 0.967))));
          }
        },
        "one unit",
        Instant.parse("2025-01-01T00:00:00Z"));
  }

  private static void requireWellFormed(Path page) throws Exception {
    String text = Files.readString(page).replace("<!doctype html>", "");
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    // Scripts are not escaped in HTML; XML wants them to be.
    builder.parse(
        new InputSource(new StringReader(text.replaceAll("(?s)<script>.*?</script>", ""))));
  }

  @Test
  void aPageForEachFeatureThatIsNotDead(@TempDir Path folder) throws Exception {
    FeaturePages.write(folder, facts());
    assertThat(folder.resolve("feature-00001.html")).doesNotExist();
    String page = Files.readString(folder.resolve("feature-00000.html"));
    assertThat(page)
        .contains("buys &lt;tea&gt; &amp; cake", "client 2 of the sample", "column 3", "0.9300")
        .contains("earl grey", "The words are likely", "7.4", "5.1");
    assertThat(page)
        .contains("Newest last.", "client 2 of the sample, activation 2.90; 2 events: 2 buys")
        .contains("<li style=\"--on: 0.00\">tea &amp; &quot;cake&quot; &lt;i&gt;<small>off")
        .contains(">" + "x".repeat(60) + "…<small>2.90", "title=\"" + "x".repeat(61) + "\"")
        .contains("--on: 0.97");
    String index = Files.readString(folder.resolve("index.html"));
    assertThat(index)
        .contains("they explain over 99.9 % of the variance of 200 vectors")
        .contains("<td class=\"word\">earl grey</td>")
        .contains("feature-00000.html", "afterwards the client churns", "type=\"search\"")
        .doesNotContain("feature-00001.html");
    requireWellFormed(folder.resolve("feature-00000.html"));
    requireWellFormed(folder.resolve("index.html"));
    assertThat(Files.readString(folder.resolve("report.json")))
        .contains("\"drivers\"", "earl grey");
  }
}
