package io.habitus.pipeline.recipe;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One set of profiles: a model to fit, or a folder that was made elsewhere.
 *
 * @param name of the profiles; the model's by default
 * @param model name of the profile model
 * @param profiles a folder of profiles to score as they are, instead of a model
 * @param parameters of the model, by its documentation
 * @param evaluate whether the profiles are scored, or only merged
 */
public record MemberSection(
    String name,
    Optional<String> model,
    Optional<String> profiles,
    SortedMap<String, String> parameters,
    boolean evaluate) {

  public MemberSection {
    parameters = new TreeMap<>(parameters);
  }

  static MemberSection read(Section member) {
    Optional<String> model = member.text("model");
    Optional<String> profiles = member.text("profiles");
    if (model.isPresent() == profiles.isPresent()) {
      member.problem(
          "model", "either model or profiles", model.isPresent() ? "both" : "neither", "");
    }
    return new MemberSection(
        member.text("name", model.orElse("")),
        model,
        profiles,
        member.parameters("parameters"),
        member.flag("evaluate", true));
  }
}
