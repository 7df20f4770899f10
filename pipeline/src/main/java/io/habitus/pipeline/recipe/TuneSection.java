package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What {@code habitus tune} searches, and how long.
 *
 * @param profiles a member or merge whose sum of scores decides; empty for the recipe's last
 *     profiles that are scored
 * @param probe that scores them
 * @param trials parameter settings at most, the recipe's own (trial 0) among them
 * @param rungs how many sizes of a trial there are; the last one is the whole
 * @param factor of {@code factor} trials one goes on to the next rung, which is {@code factor}
 *     times as large
 * @param halve what is smaller on the lower rungs: {@code clients}, {@code epochs}
 * @param seed of the settings drawn
 * @param parameters key of the recipe, as on the command line → its values
 */
public record TuneSection(
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> profiles,
    String probe,
    int trials,
    int rungs,
    int factor,
    List<String> halve,
    long seed,
    SequencedMap<String, Choices> parameters) {
  public static final String CLIENTS = "clients";
  public static final String EPOCHS = "epochs";
  public static final List<String> RESOURCES = List.of(CLIENTS, EPOCHS);

  public TuneSection {
    halve = List.copyOf(halve);
    parameters = new LinkedHashMap<>(parameters);
  }

  /** The same search of other parameters. */
  TuneSection with(SequencedMap<String, Choices> others) {
    return new TuneSection(profiles, probe, trials, rungs, factor, halve, seed, others);
  }

  static Optional<TuneSection> read(Section top) {
    if (!top.has("tune")) {
      return Optional.empty();
    }
    try (Section tune = top.section("tune")) {
      List<String> halve = tune.words("halve", RESOURCES);
      SequencedMap<String, Choices> parameters = new LinkedHashMap<>();
      tune.entries("parameters")
          .forEach((key, value) ->
              Choices.read(tune, "parameters." + key, value)
                  .ifPresent(choices -> parameters.put(key, choices)));
      for (String key : parameters.keySet()) {
        if (!key.startsWith("members.") && !key.startsWith("merge.")) {
          tune.problem("parameters." + key, "a key of members or merge", key, "");
        }
      }
      if (!tune.has("parameters")) {
        tune.problem(
            "parameters",
            "keys of the recipe and their values",
            "none",
            "Such as members.sra.parameters.epochs: [1, 3, 10].");
      }
      return Optional.of(
          new TuneSection(
              tune.text("profiles"),
              tune.choice("probe", "linear", EvaluationSection.PROBES),
              Math.toIntExact(tune.integer("trials", 2).orElse(27L)),
              Math.toIntExact(tune.integer("rungs", 1).orElse(3L)),
              Math.toIntExact(tune.integer("factor", 2).orElse(3L)),
              halve.isEmpty() ? RESOURCES : halve,
              tune.integer("seed", Long.MIN_VALUE).orElse(1L),
              parameters));
    }
  }
}
