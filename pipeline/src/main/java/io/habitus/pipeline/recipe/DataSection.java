package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The log, and whom profiles are made for.
 *
 * @param store where the log is and how it is read
 * @param clients whom profiles are made for
 */
public record DataSection(@JsonUnwrapped StoreSection store, ClientsSection clients) {

  static DataSection read(Section top) {
    try (Section data = top.section("data")) {
      return new DataSection(StoreSection.read(data), ClientsSection.read(data));
    }
  }
}
