package io.habitus.pipeline.choose;

import java.util.Optional;

/**
 * How a merge is taken apart.
 *
 * @param merge its name; empty for the recipe's last one
 * @param reversed whether members are added from the last to the first, so that the table peels off
 *     the first ones
 * @param expand whether members of merges within the merge count one by one
 */
public record AblationOptions(Optional<String> merge, boolean reversed, boolean expand) {

  public static AblationOptions defaults() {
    return new AblationOptions(Optional.empty(), false, false);
  }
}
