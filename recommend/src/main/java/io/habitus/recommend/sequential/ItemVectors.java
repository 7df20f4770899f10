package io.habitus.recommend.sequential;

import io.habitus.core.problem.UsageException;
import io.habitus.recommend.content.ItemContent;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the vectors of items come from, which are used at the input and for the scores. With
 * content, an item's vector is c + δ (arXiv 2507.19473): c its content, δ learned; a cold item has
 * δ = 0. Items without content are learned freely in every setting.
 */
public sealed interface ItemVectors {
  /** Name of {@link Random}. */
  String RANDOM = "random";

  /** Name of {@link FrozenContent}. */
  String FROZEN = "content, frozen";

  /** Name of {@link FineTunedContent}. */
  String FINE_TUNED = "content, fine-tuned";

  /** Before the bound in names of {@link ContentPlusDelta}. */
  String DELTA = "content + delta ";

  /** As tables name it. */
  String name();

  /** The bound of a {@link ContentPlusDelta}, by its name; empty for any other name. */
  static OptionalDouble maxDeltaNorm(String name) {
    return name.startsWith(DELTA)
        ? OptionalDouble.of(Double.parseDouble(name.substring(DELTA.length())))
        : OptionalDouble.empty();
  }

  /** The content, if any. */
  Optional<ItemContent> content();

  /** How long δ may become: infinite where nothing binds it. */
  double maxDeltaNorm();

  /** Learned from nothing; a cold item has no vector and is not recommended. */
  record Random() implements ItemVectors {
    @Override
    public String name() {
      return RANDOM;
    }

    @Override
    public Optional<ItemContent> content() {
      return Optional.empty();
    }

    @Override
    public double maxDeltaNorm() {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** Content as it is: δ = 0 throughout. */
  record FrozenContent(ItemContent given) implements ItemVectors {
    @Override
    public String name() {
      return FROZEN;
    }

    @Override
    public Optional<ItemContent> content() {
      return Optional.of(given);
    }

    @Override
    public double maxDeltaNorm() {
      return 0;
    }
  }

  /** Begins at the content, then learns without a bound. */
  record FineTunedContent(ItemContent given) implements ItemVectors {
    @Override
    public String name() {
      return FINE_TUNED;
    }

    @Override
    public Optional<ItemContent> content() {
      return Optional.of(given);
    }

    @Override
    public double maxDeltaNorm() {
      return Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Content and a bounded δ, projected back after every step.
   *
   * @param maxDeltaNorm relative to the content's length, which is 1; 0.5 in the paper
   */
  record ContentPlusDelta(ItemContent given, double maxDeltaNorm) implements ItemVectors {
    public ContentPlusDelta {
      if (!(maxDeltaNorm > 0)) {
        throw new UsageException("max-delta-norm: expected more than 0, found " + maxDeltaNorm);
      }
    }

    @Override
    public String name() {
      return DELTA + maxDeltaNorm;
    }

    @Override
    public Optional<ItemContent> content() {
      return Optional.of(given);
    }
  }
}
