package io.habitus.models.nextevent;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.CausalTransformer;
import io.habitus.engine.network.Embedding;
import io.habitus.engine.network.Linear;
import io.habitus.engine.network.LinearCrossEntropy;
import io.habitus.engine.network.SampledCrossEntropy;
import io.habitus.engine.network.TransformerShape;
import io.habitus.engine.train.Network;
import io.habitus.features.token.TokenVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A GPT-2 over steps that are the embeddings of their fields side by side, then the price as it is.
 * A state is read as a step is written: the columns that a field's embedding has in a step, times
 * its table, are the logits of the field's next value. The next price is a linear function of the
 * whole state.
 */
final class NextEventNetwork implements Network<EventShard> {
  private final Settings settings;
  private final WeightPlan plan = new WeightPlan();
  private final List<Embedding> tables = new ArrayList<>();
  private final CausalTransformer transformer;
  private final Optional<Linear> price;

  /**
   * Declares the weights.
   *
   * @param tokens of each field, the price's not among them
   */
  NextEventNetwork(Settings settings, List<Integer> tokens) {
    this.settings = settings;
    for (int field = 0; field < tokens.size(); field++) {
      tables.add(
          new Embedding(
              plan,
              "embeddings." + field,
              tokens.get(field),
              settings.widths().get(field),
              new Weight.Initial.Normal(0.02)));
    }
    transformer =
        new CausalTransformer(
            plan,
            "transformer.",
            TransformerShape.gpt2(
                settings.layers(),
                settings.heads(),
                settings.width(),
                settings.maxEvents(),
                settings.dropout()));
    price =
        settings.hasPrice()
            ? Optional.of(new Linear(plan, "price", settings.width(), 1))
            : Optional.empty();
  }

  /** The weights, to be made once all is declared. */
  WeightPlan plan() {
    return plan;
  }

  /** The first field's table, which its values are ranked by. */
  Embedding firstTable() {
    return tables.getFirst();
  }

  private Variable steps(Graph graph, EventShard shard) {
    int others = tables.size() - 1 + (shard.price().isPresent() ? 1 : 0);
    Variable[] rest = new Variable[others];
    for (int field = 1; field < tables.size(); field++) {
      rest[field - 1] = tables.get(field).forward(graph, shard.tokens()[field]);
    }
    if (shard.price().isPresent()) {
      rest[others - 1] = graph.input(shard.price().get().values(), shard.sequences().rows(), 1);
    }
    Variable first = tables.getFirst().forward(graph, shard.tokens()[0]);
    return others == 0 ? first : first.concatenate(1, rest);
  }

  /** The state after every step: (rows, width). */
  Variable states(Graph graph, EventShard shard) {
    return transformer.forward(graph, shard.sequences(), steps(graph, shard));
  }

  /** The state after each client's last step: (clients, width). */
  Variable vectors(Graph graph, EventShard shard) {
    return transformer.last(graph, shard.sequences(), steps(graph, shard));
  }

  /** The columns of a state that are compared with a field's table. */
  Variable columns(Variable states, int field) {
    int from = 0;
    for (int i = 0; i < field; i++) {
      from += settings.widths().get(i);
    }
    return states.narrow(1, from, settings.widths().get(field));
  }

  /** Sum over fields of the mean cross-entropy, and the mean error of prices. */
  @Override
  public Variable loss(Graph graph, EventShard shard) {
    Variable states = states(graph, shard);
    Variable loss = loss(graph, shard, states, 0);
    for (int field = 1; field < tables.size(); field++) {
      loss = loss.plus(loss(graph, shard, states, field));
    }
    if (price.isPresent() && shard.price().isPresent()) {
      loss = loss.plus(priceLoss(graph, shard, states, shard.price().get(), price.get()));
    }
    return loss;
  }

  private Variable loss(Graph graph, EventShard shard, Variable states, int field) {
    Weight table = tables.get(field).weight();
    double scale = 1.0 / Math.max(1, shard.asked()[field]);
    Variable columns = columns(states, field);
    int values = tables.get(field).tokens() - TokenVocabulary.FIRST_VALUE;
    if (settings.negatives() == 0 || values < 1) {
      return new LinearCrossEntropy(table, null).sum(graph, columns, shard.targets(field), scale);
    }
    StepRandom random = graph.isTraining() ? graph.nextDropout() : StepRandom.of(0, 0, 0);
    return new SampledCrossEntropy(table, TokenVocabulary.FIRST_VALUE, settings.negatives())
        .sum(
            graph,
            columns,
            shard.sequences(),
            shard.tokens()[field],
            shard.targets(field),
            scale,
            random);
  }

  private static Variable priceLoss(
      Graph graph, EventShard shard, Variable states, EventShard.PriceColumn column, Linear layer) {
    int rows = shard.sequences().rows();
    Variable error =
        layer
            .forward(graph, states)
            .minus(graph.input(column.next(), rows, 1))
            .times(graph.input(column.weights(), rows, 1));
    Variable absolute = error.relu().plus(error.times(-1).relu());
    long asked = shard.asked()[shard.tokens().length];
    return absolute.sum().times(1.0 / Math.max(1, asked));
  }
}
