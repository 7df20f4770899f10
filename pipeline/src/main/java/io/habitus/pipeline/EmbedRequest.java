package io.habitus.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which profiles to make.
 *
 * @param model its name, one of {@code ProfileModels.names()}
 * @param parameters of the model, by name; what is left out has its default
 * @param seed of everything random
 * @param days length of a target window: only events before the train start of that split are seen;
 *     empty for the schema's own
 * @param allEvents whether all events are seen, for submissions; such profiles cannot be evaluated
 *     on this data
 * @param saveModel folder for the fitted model, which must not exist yet; empty: it is not kept
 */
public record EmbedRequest(
    String model,
    Map<String, String> parameters,
    long seed,
    OptionalInt days,
    boolean allEvents,
    Optional<Path> saveModel) {

  public EmbedRequest {
    parameters = Map.copyOf(parameters);
  }

  /** A model with its defaults, seed 1, the schema's own window. */
  public static EmbedRequest of(String model) {
    return new EmbedRequest(model, Map.of(), 1, OptionalInt.empty(), false, Optional.empty());
  }

  public EmbedRequest withParameters(Map<String, String> newParameters) {
    return new EmbedRequest(model, newParameters, seed, days, allEvents, saveModel);
  }

  public EmbedRequest withSeed(long newSeed) {
    return new EmbedRequest(model, parameters, newSeed, days, allEvents, saveModel);
  }

  public EmbedRequest withDays(int newDays) {
    return new EmbedRequest(model, parameters, seed, OptionalInt.of(newDays), allEvents, saveModel);
  }

  public EmbedRequest withAllEvents() {
    return new EmbedRequest(model, parameters, seed, days, true, saveModel);
  }

  /** Keeps the fitted model: {@code Habitus.embedFitted} makes profiles of other data with it. */
  public EmbedRequest savingModel(Path folder) {
    return new EmbedRequest(model, parameters, seed, days, allEvents, Optional.of(folder));
  }
}
