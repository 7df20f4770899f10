package io.habitus.pipeline.choose;

import io.habitus.core.problem.UsageException;
import io.habitus.models.ProfileModels;
import io.habitus.pipeline.recipe.Choices;
import io.habitus.pipeline.recipe.MemberSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recipe.TuneSection;
import io.habitus.pipeline.run.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/** The settings that are searched, drawn one by one: a draw depends on the seed and its number. */
final class SearchSpace {
  private static final int REDRAWS = 100;
  private static final double LAST = Math.nextDown(1.0);

  private final Recipe recipe;
  private final TuneSection tune;
  private final List<Trial> drawn = new ArrayList<>();

  /**
   * Checks every key at the ends of its values.
   *
   * @throws UsageException if one is no key of the recipe, or a value is no good
   */
  SearchSpace(Recipe recipe, TuneSection tune) {
    this.recipe = recipe;
    this.tune = tune;
    tune.parameters().forEach(this::check);
    drawn.add(new Trial(0, defaults()));
  }

  private void check(String key, Choices choices) {
    List<String> values =
        switch (choices) {
          case Choices.Values listed -> listed.values();
          case Choices.Range range -> List.of(range.at(0), range.at(LAST));
        };
    for (String value : values) {
      Workbench.check(recipe.override(List.of(key + "=" + value)));
    }
  }

  /** Trial 0, the recipe as it is. */
  Trial asItIs() {
    return drawn.getFirst();
  }

  /** A setting that was not drawn before; empty when there is hardly any left. */
  Optional<Trial> draw() {
    SplittableRandom random =
        new SplittableRandom(tune.seed() * 0x9E3779B97F4A7C15L + drawn.size());
    for (int i = 0; i < REDRAWS; i++) {
      SequencedMap<String, String> values = new LinkedHashMap<>();
      tune.parameters().forEach((key, choices) -> values.put(key, choices.at(random.nextDouble())));
      if (drawn.stream().noneMatch(trial -> trial.values().equals(values))) {
        drawn.add(new Trial(drawn.size(), values));
        return Optional.of(drawn.getLast());
      }
    }
    return Optional.empty();
  }

  private SequencedMap<String, String> defaults() {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (String key : tune.parameters().keySet()) {
      values.put(key, recipe.value(key).or(() -> ofModel(key)).orElse(""));
    }
    return values;
  }

  /** A parameter that the recipe does not give has its model's default. */
  private Optional<String> ofModel(String key) {
    for (MemberSection member : recipe.members()) {
      String prefix = "members." + member.name() + ".parameters.";
      if (key.startsWith(prefix) && member.model().isPresent()) {
        var parameters =
            ProfileModels.named(member.model().get(), member.parameters()).parameters();
        return Optional.ofNullable(parameters.get(key.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }
}
