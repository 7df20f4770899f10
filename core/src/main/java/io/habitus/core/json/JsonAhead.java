package io.habitus.core.json;

/**
 * Loads the JSON library on a thread of its own, while a command does something else: its first use
 * takes most of a second, nearly all of it for loading and linking classes.
 */
public final class JsonAhead {
  private JsonAhead() {}

  /** Begins; what fails here fails again at the first use, and is reported there. */
  public static void prepare(Class<?> type) {
    Thread.ofPlatform().daemon().name("habitus-json").start(() -> Json.prepare(type));
  }
}
