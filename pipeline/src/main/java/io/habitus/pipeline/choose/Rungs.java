package io.habitus.pipeline.choose;

import io.habitus.models.ProfileModels;
import io.habitus.pipeline.recipe.MemberSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recipe.TuneSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sizes of a trial, the smallest first; the last is the recipe whole. */
final class Rungs {
  /** Fewer clients than this say nothing. */
  private static final int LEAST_CLIENTS = 200;

  /** Parameters that count passes over the data. */
  private static final List<String> PASSES = List.of("epochs", "iterations");

  private final TuneSection tune;
  private final int clients;

  /**
   * Sizes of a tuning.
   *
   * @param clients that a whole trial scores
   */
  Rungs(TuneSection tune, int clients) {
    this.tune = tune;
    this.clients = clients;
  }

  /** The part of a whole trial: 1 on the last rung, a factor less on each one below. */
  double share(int rung) {
    return Math.pow(tune.factor(), rung - (tune.rungs() - 1.0));
  }

  /** How many clients are scored. */
  int clients(int rung) {
    if (!tune.halve().contains(TuneSection.CLIENTS)) {
      return clients;
    }
    int part = (int) Math.ceil(share(rung) * clients);
    return Math.min(clients, Math.max(LEAST_CLIENTS, part));
  }

  /** A trial's recipe at the size of a rung. */
  Recipe at(Recipe trial, int rung) {
    if (rung == tune.rungs() - 1) {
      return trial;
    }
    Recipe sized = trial;
    if (clients(rung) < clients) {
      sized = sized.override(List.of("data.clients.sample=" + clients(rung)));
    }
    if (tune.halve().contains(TuneSection.EPOCHS)) {
      List<MemberSection> members =
          sized.members().stream().map(member -> shorter(member, rung)).toList();
      sized = sized.with(new ArrayList<>(members), sized.merge());
    }
    return sized;
  }

  private MemberSection shorter(MemberSection member, int rung) {
    if (member.model().isEmpty()) {
      return member;
    }
    Map<String, String> all =
        ProfileModels.named(member.model().get(), member.parameters()).parameters();
    Map<String, String> fewer = new TreeMap<>(member.parameters());
    for (String name : PASSES) {
      String passes = all.get(name);
      if (passes != null && passes.matches("[1-9]\\d*")) {
        fewer.put(
            name, Long.toString(Math.max(1, Math.round(share(rung) * Integer.parseInt(passes)))));
      }
    }
    return new MemberSection(
        member.name(),
        member.model(),
        member.fitted(),
        member.profiles(),
        new TreeMap<>(fewer),
        member.evaluate());
  }
}
