package io.habitus.pipeline.report;

import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.models.autoencoder.Reconstruction.FieldAccuracy;
import io.habitus.models.autoencoder.Reconstruction.PositionAccuracy;
import io.habitus.models.autoencoder.Reconstruction.Step;
import io.habitus.pipeline.report.ReportData.ReadBack;
import java.util.List;
import java.util.Locale;

/** How much of a client's history is in its vector. */
final class ReadBackPart {
  private ReadBackPart() {}

  static List<Html> of(ReportData data) {
    if (data.readBack().isEmpty()) {
      return List.of();
    }
    Html part =
        Part.of(
            "readback",
            "What can be read back from a vector",
            Part.note(
                "The model's decoder is given a client's vector and nothing else, and writes the"
                    + " history down again, always its most likely token. Counted is the share of"
                    + " steps whose token is right, beside what always saying the field's most"
                    + " frequent token would reach: what is known without knowing the client."));
    data.readBack().forEach(each -> part.add(one(each)));
    return List.of(part);
  }

  private static List<Html> one(ReadBack each) {
    Reconstruction found = each.found();
    String unseen =
        found.unseen() == found.clients()
            ? ", none of whom the model was fitted on"
            : ", " + Show.count(found.unseen()) + " of whom the model was not fitted on";
    Html facts =
        Html.of(
            "p",
            Show.count(found.clients(), "client")
                + unseen
                + ", "
                + Show.count(found.steps(), "step")
                + ". Right as a whole, in every field of every step: "
                + share(found.whole())
                + " of histories; in length: "
                + share(found.length())
                + ".");
    Html plot = Html.styled("div", "panels", ReadBackPlot.of(found));
    Html shown =
        found.examples().isEmpty()
            ? Html.of("div")
            : Part.folded("Histories of clients: mind who gets this file", examples(each));
    return List.of(Html.of("h3", each.profile()), facts, plot, table(found), shown);
  }

  private static Html table(Reconstruction found) {
    Table table =
        new Table().words("field").numbers("right").numbers("the most frequent token alone");
    List<PositionAccuracy> positions =
        found.fields().isEmpty() ? List.of() : found.fields().getFirst().positions();
    positions.forEach(position -> table.numbers(steps(position)));
    for (FieldAccuracy field : found.fields()) {
      Object[] cells = new Object[3 + positions.size()];
      cells[0] = field.name();
      cells[1] = share(field.accuracy());
      cells[2] = share(field.mostFrequent());
      for (int i = 0; i < positions.size(); i++) {
        cells[3 + i] = share(field.positions().get(i).accuracy());
      }
      table.row(cells);
    }
    return table.html();
  }

  /** Steps are counted from 1. */
  private static String steps(PositionAccuracy position) {
    return position.until() - position.from() == 1
        ? "step " + position.until()
        : "steps " + (position.from() + 1) + "–" + position.until();
  }

  private static List<Html> examples(ReadBack each) {
    List<Html> all = new java.util.ArrayList<>();
    for (int i = 0; i < each.clients().size(); i++) {
      Table table = new Table().words("what happened").words("what was read back");
      for (Step step : each.found().examples().get(i).steps()) {
        table.row(String.join(", ", step.real()), String.join(", ", step.readBack()));
      }
      all.add(Html.of("h4", "Client " + each.clients().get(i)));
      all.add(table.html());
    }
    return all;
  }

  static String share(double share) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }
}
