package io.habitus.models.sequence;

import java.util.stream.Collectors;

/** The page that lies beside a saved model and says what it is to whoever finds it. */
final class ModelCard {
  static final String FILE = "README.md";

  private ModelCard() {}

  static String of(FittedSequenceModel fitted) {
    SequenceState state = fitted.state();
    return """
    # Profile model %s

    One vector of %d numbers per client, from the client's sequence of events (%d columns each).

    | | |
    | --- | --- |
    | data | schema `%s`, %,d clients learned from |
    | cut-off | no event at or after %s was seen in training |
    | seed | %d |
    | training | %,d optimiser steps%s |

    ## Parameters

    %s

    ## Layout

    `features/layout.json` defines every column; `features/scalers.json` holds the scalers of the
    window that was learned from. %s Data with another layout is refused. Counts and entropies of
    items, urls and queries are %s.

    ## Limits

    * A client without events has a vector of zeros. Of a longer history the newest %d rows are read.
    * Vectors of two fits cannot be compared: each fit has axes of its own.
    * %s

    ## Weights

    `model.safetensors`, fp32, %,d numbers under PyTorch's parameter names. Products with them were
    computed in %s:

    ```python
    from safetensors.torch import load_file

    weights = load_file("model.safetensors")
    encoder = torch.nn.GRU(%d, weights["encoder.weight_hh_l0"].shape[1], batch_first=True)
    encoder.load_state_dict(
        {name[8:]: w for name, w in weights.items() if name.startswith("encoder.")}
    )
    ```

    `habitus embed --fitted FOLDER` embeds clients with it.
    """
        .formatted(
            fitted.model().name(),
            fitted.width(),
            state.inputs(),
            state.schema(),
            state.clients(),
            state.learnedUntil(),
            fitted.seed(),
            state.steps(),
            losses(state),
            parameters(fitted),
            fitted.model().options().refitScalers()
                ? "They are fitted again on every window that is embedded."
                : "They are applied to every window that is embedded.",
            fitted.model().options().fixedTables()
                ? "those of the window that was learned from; another store is refused"
                : "always taken from the data that is embedded",
            fitted.model().options().maxEvents(),
            outlook(fitted),
            fitted.weights().count(),
            fitted.weights().precision().text(),
            state.inputs());
  }

  private static String losses(SequenceState state) {
    return state.losses().isEmpty()
        ? ""
        : ", mean loss by epoch "
            + state.losses().stream().map("%.5g"::formatted).collect(Collectors.joining(", "));
  }

  private static String parameters(FittedSequenceModel fitted) {
    return fitted.model().parameters().entrySet().stream()
        .map(each -> "* `" + each.getKey() + "`: " + each.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String outlook(FittedSequenceModel fitted) {
    return switch (fitted.model().options().layout()) {
      case RETROSPECTIVE ->
          "The layout is retrospective: when the end of the data moves, every client's vector does.";
      case CAUSAL -> "The layout is causal: an event's columns know nothing that is later.";
    };
  }
}
