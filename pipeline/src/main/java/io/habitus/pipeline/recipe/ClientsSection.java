package io.habitus.pipeline.recipe;

import java.util.Optional;

/**
 * Whom profiles are made for: the data's relevant clients, or a sample of them.
 *
 * @param sample how many; empty for all. The sample depends on the ids and the seed alone
 * @param seed of the sample
 */
public record ClientsSection(Optional<Integer> sample, long seed) {

  static ClientsSection read(Section data) {
    try (Section clients = data.section("clients")) {
      return new ClientsSection(
          clients.integer("sample", 1).map(Math::toIntExact),
          clients.integer("seed", Long.MIN_VALUE).orElse(1L));
    }
  }
}
