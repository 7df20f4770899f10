package io.habitus.pipeline.report;

import io.habitus.core.file.WholeFile;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.explain.steer.SteeringCurve.Point;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A steering curve as one HTML page, with lists of clients before and after. */
public final class SteeringPage {
  private SteeringPage() {}

  /**
   * What is written down.
   *
   * @param recommender its name
   * @param features that were set together
   * @param curve as it was measured
   * @param cases clients that it was measured over
   * @param protocol how cases were made, in a sentence
   * @param examples lists of some clients, the last amount's after
   * @param made when
   */
  public record Facts(
      String recommender,
      List<Integer> features,
      SteeringCurve curve,
      int cases,
      String protocol,
      List<Example> examples,
      Instant made) {
    public Facts {
      features = List.copyOf(features);
      examples = List.copyOf(examples);
    }
  }

  /** Lists of one client, best first. */
  public record Example(String client, List<String> before, List<String> after) {
    public Example {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** Writes a file, by atomic rename. */
  public static void write(Path file, Facts facts) {
    WholeFile.write(file, html(facts));
  }

  /** The page as text. */
  public static String html(Facts facts) {
    List<Html> sections = new ArrayList<>();
    sections.add(
        Part.of(
            "curve",
            "The curve",
            SteeringPart.of(facts.curve()),
            Html.styled("p", "protocol", protocol(facts))));
    if (!facts.examples().isEmpty()) {
      sections.add(
          Part.of(
              "examples",
              "Lists before and after",
              facts.examples().stream().map(each -> example(facts, each)).toList()));
    }
    return Page.of(
        "Steering " + facts.recommender() + " towards " + facts.curve().target(),
        facts.made(),
        summary(facts),
        sections);
  }

  private static List<String> summary(Facts facts) {
    Point before = facts.curve().unsteered();
    Point most =
        facts.curve().steered().stream()
            .max(Comparator.comparingDouble(Point::share))
            .orElse(before);
    return List.of(
        "%s set to %s: %s is %s of the items of all lists of ten, %s before; NDCG@10 is %s, %s before."
            .formatted(
                features(facts),
                most.label(),
                facts.curve().target(),
                Show.score(most.share()),
                Show.score(before.share()),
                Show.score(most.ndcg()),
                Show.score(before.ndcg())),
        "That is the amount with the largest share; what else moves is in the table.");
  }

  private static String features(Facts facts) {
    String numbers = Words.list(facts.features().stream().map(String::valueOf).toList());
    return (facts.features().size() == 1 ? "Feature " : "Features ") + numbers;
  }

  private static String protocol(Facts facts) {
    return "Protocol: %s; %s; items that the client had are not ranked; a set feature replaces its activation in every state, and what the autoencoder does not explain stays."
        .formatted(Show.count(facts.cases(), "case"), facts.protocol());
  }

  private static List<Html> example(Facts facts, Example example) {
    String last = facts.curve().steered().getLast().label();
    Table table = new Table().words("rank").words("as it is").words("set to " + last);
    for (int i = 0; i < Math.min(example.before().size(), example.after().size()); i++) {
      table.row(Integer.toString(i + 1), example.before().get(i), example.after().get(i));
    }
    return List.of(Html.of("h3", example.client()), table.html());
  }
}
