package io.habitus.pipeline.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One set of profiles: a model to fit, one that was fitted elsewhere, or profiles made elsewhere.
 *
 * @param name of the profiles; the model's by default
 * @param model name of the profile model
 * @param fitted a folder with a model that was saved before, of this data or of other data, which
 *     embeds as it is
 * @param profiles a folder of profiles to score as they are, instead of a model
 * @param parameters of the model to fit, by its documentation
 * @param evaluate whether the profiles are scored, or only merged
 */
public record MemberSection(
    String name,
    Optional<String> model,
    Optional<String> fitted,
    Optional<String> profiles,
    SortedMap<String, String> parameters,
    boolean evaluate) {

  public MemberSection {
    parameters = new TreeMap<>(parameters);
  }

  static MemberSection read(Section member) {
    Optional<String> model = member.text("model");
    Optional<String> fitted = member.text("fitted");
    Optional<String> profiles = member.text("profiles");
    List<String> given = new ArrayList<>();
    model.ifPresent(name -> given.add("model"));
    fitted.ifPresent(folder -> given.add("fitted"));
    profiles.ifPresent(folder -> given.add("profiles"));
    if (given.size() != 1) {
      String found = given.isEmpty() ? "neither" : String.join(" and ", given);
      member.problem("model", "either model, fitted or profiles", found, "");
    }
    SortedMap<String, String> parameters = member.parameters("parameters");
    if (model.isEmpty() && !parameters.isEmpty()) {
      member.problem(
          "parameters", "a model to fit with them", "none", "A fitted model has its own.");
    }
    return new MemberSection(
        member.text("name", model.orElse("")),
        model,
        fitted,
        profiles,
        parameters,
        member.flag("evaluate", true));
  }
}
