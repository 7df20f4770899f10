package io.habitus.pipeline.report;

import io.habitus.pipeline.report.RecommenderFacts.ClientList;
import io.habitus.pipeline.report.RecommenderFacts.Feature;
import io.habitus.pipeline.report.RecommenderFacts.Listed;
import io.habitus.pipeline.report.RecommenderFacts.NewItem;
import io.habitus.pipeline.report.RecommenderFacts.Ranked;
import io.habitus.pipeline.report.RecommenderFacts.Value;
import java.util.List;

/** What a recommender did after the cut-off: its lists, a new item, a feature and its curve. */
final class RecommenderPart {
  private final RecommenderFacts facts;

  private RecommenderPart(RecommenderFacts facts) {
    this.facts = facts;
  }

  static List<Html> of(ReportData data) {
    return data.recommender()
        .map(facts -> List.of(new RecommenderPart(facts).part()))
        .orElse(List.of());
  }

  private Html part() {
    Html part =
        Part.of(
            "recommender",
            "What comes next",
            paragraph(RecommenderWords.learned(facts) + " " + RecommenderWords.verdict(facts)));
    part.add(table(), Html.styled("p", "protocol", RecommenderWords.protocol(facts)));
    if (!facts.lists().isEmpty()) {
      part.add(Html.of("h3", "Recommended"), Part.note(RecommenderWords.lists(facts)));
      part.add(
          Html.styled("div", "panels", facts.lists().stream().map(RecommenderPart::list).toList()));
    }
    facts.newItem().ifPresent(item -> part.add(Html.of("h3", "An item arrives"), newItem(item)));
    facts.feature().ifPresent(feature -> part.add(Html.of("h3", "One feature"), feature(feature)));
    facts
        .curve()
        .ifPresent(curve ->
            part.add(
                Html.of("h3", "Turning it up"),
                Part.note(RecommenderWords.steering(facts)),
                SteeringPart.of(curve)));
    return part;
  }

  private static Html paragraph(String text) {
    return Html.of("p", text);
  }

  private Html table() {
    Table table = new Table().words("model").numbers("NDCG@10").numbers("HR@10");
    boolean cold = facts.coldCases() > 0;
    if (cold) {
      table.numbers("HR@10 of new items");
    }
    for (Ranked each : facts.table()) {
      Object ndcg = value(each.ndcg());
      Object hits = value(each.hits());
      if (cold) {
        table.row(
            each.name(),
            ndcg,
            hits,
            each.coldHits().map(v -> value(v)).orElse(Html.of("span", "–")));
      } else {
        table.row(each.name(), ndcg, hits);
      }
    }
    return table.html();
  }

  private static Html value(Value value) {
    String interval = Show.score(value.low()) + " to " + Show.score(value.high());
    return Html.of("span", Show.score(value.mean()), Html.styled("small", "interval", interval));
  }

  private static Html list(ClientList list) {
    Table table = new Table().words("rank").words("item").words("afterwards");
    int rank = 0;
    for (Listed each : list.items()) {
      table.row(Integer.toString(++rank), each.item(), each.taken() ? "taken" : "–");
    }
    String newest = "Newest first: " + String.join("; ", list.newest());
    return Html.styled(
        "figure", "panel", Html.of("figcaption", list.client()), Part.note(newest), table.html());
  }

  private static List<Html> newItem(NewItem item) {
    return List.of(
        Html.styled(
            "div",
            "tiles",
            Part.tile(
                Show.count(item.medianRank()), "median rank of " + Show.count(item.candidates())),
            Part.tile(
                Show.count(item.inTop()),
                "of " + Show.count(item.clients(), "client") + " have it in their first ten"),
            Part.tile(
                Show.percent(item.pairs()),
                "of pairs rank it higher for who took it; 50\u00a0% is chance")),
        paragraph(RecommenderWords.newItem(item)));
  }

  private static List<Html> feature(Feature feature) {
    return List.of(
        paragraph(RecommenderWords.named(feature)), Part.note(RecommenderWords.sureness(feature)));
  }
}
