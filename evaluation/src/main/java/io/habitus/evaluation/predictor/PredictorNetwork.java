package io.habitus.evaluation.predictor;

import io.habitus.engine.AdamW;
import io.habitus.engine.Operations;
import io.habitus.engine.Parameter;
import io.habitus.engine.Precision;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.engine.TorchRandom;
import io.habitus.engine.layer.LayerNorm;
import io.habitus.engine.layer.Linear;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A residual multi-layer perceptron of inverted bottlenecks (Bachmann, Anagnostidis and Hofmann
 * 2023, <em>Scaling MLPs</em>): h ← LN(P·x); h ← h + W2·GELU(W1·LN(h)), three times; logits =
 * O·LN(h).
 *
 * <p>With bfloat16 the first and the last layer stay fp32: profiles come in any scale, so that
 * eight bits of mantissa may not tell two clients apart, and rounded logits tie. They are one
 * hundredth of the work.
 */
final class PredictorNetwork {
  private final Linear input;
  private final LayerNorm inputNorm;
  private final List<LayerNorm> blockNorms = new ArrayList<>();
  private final List<Linear> expand = new ArrayList<>();
  private final List<Linear> contract = new ArrayList<>();
  private final LayerNorm outputNorm;
  private final Linear output;
  private final AdamW optimiser;

  PredictorNetwork(TensorOwner owner, PredictorSettings settings, int inputs, int outputs) {
    int width = settings.width();
    Precision precision = settings.precision();
    input = new Linear(owner, inputs, width, Precision.FP32);
    inputNorm = new LayerNorm(owner, width);
    for (int b = 0; b < settings.blocks(); b++) {
      blockNorms.add(new LayerNorm(owner, width));
      expand.add(new Linear(owner, width, settings.expansion(), precision));
      contract.add(new Linear(owner, settings.expansion(), width, precision));
    }
    outputNorm = new LayerNorm(owner, width);
    output = new Linear(owner, width, outputs, Precision.FP32);
    optimiser = new AdamW(settings.optimiser());
    initialise(settings.seed());
  }

  /** In the order in which the organisers create their modules. */
  private void initialise(long seed) {
    try (TorchRandom random = new TorchRandom(seed)) {
      input.initialise(random);
      for (int b = 0; b < expand.size(); b++) {
        expand.get(b).initialise(random);
        contract.get(b).initialise(random);
      }
      output.initialise(random);
    }
  }

  /** Logits of {@code a.inputs()} in {@code a.logits()}. */
  void forward(Activations a) {
    input.forward(a.projected(), a.inputs()); // (rows, width)
    inputNorm.forward(a.states().getFirst(), a.statistics().getFirst(), a.projected());
    for (int b = 0; b < expand.size(); b++) {
      Tensor state = a.states().get(b);
      Tensor normalised = a.normalised().get(b);
      Tensor change = a.rowBuffers().getFirst();
      blockNorms.get(b).forward(normalised, a.statistics().get(b + 1), state);
      expand.get(b).forward(a.expanded().get(b), normalised); // (rows, expansion)
      Operations.gelu(a.activated().get(b), a.expanded().get(b));
      contract.get(b).forward(change, a.activated().get(b)); // (rows, width)
      Operations.add(a.states().get(b + 1), state, change);
    }
    outputNorm.forward(a.normalised().getLast(), a.statistics().getLast(), a.states().getLast());
    output.forward(a.logits(), a.normalised().getLast()); // (rows, outputs)
  }

  /**
   * One AdamW step after {@link #forward} of the same batch. Each gradient passes through a weight
   * before that weight is updated.
   *
   * @param gradient (rows, outputs) of the loss for the logits
   */
  void step(Activations a, Tensor gradient) {
    optimiser.beginStep();
    Tensor gradientState = a.rowBuffers().get(0);
    Tensor branch = a.rowBuffers().get(1);
    Tensor wide = a.expandedBuffer();
    output.backward(branch, gradient);
    output.update(optimiser, a.normalised().getLast(), gradient);
    outputNorm.backward(
        optimiser, gradientState, branch, a.statistics().getLast(), a.states().getLast());
    for (int b = expand.size() - 1; b >= 0; b--) {
      contract.get(b).backward(wide, gradientState); // (rows, expansion)
      contract.get(b).update(optimiser, a.activated().get(b), gradientState);
      Operations.geluBackward(wide, wide, a.expanded().get(b));
      expand.get(b).backward(branch, wide); // (rows, width)
      expand.get(b).update(optimiser, a.normalised().get(b), wide);
      // Its normalised input is needed no more: the buffer takes the gradient of the branch.
      Tensor change = a.normalised().get(b);
      blockNorms
          .get(b)
          .backward(optimiser, change, branch, a.statistics().get(b + 1), a.states().get(b));
      Operations.add(gradientState, gradientState, change);
    }
    inputNorm.backward(optimiser, branch, gradientState, a.statistics().getFirst(), a.projected());
    input.update(optimiser, a.inputs(), branch);
  }

  /** Steps done. */
  long steps() {
    return optimiser.steps();
  }

  /** All that is learned, by the organisers' names. */
  Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    put(all, "input_projection", input.weight(), input.bias());
    put(all, "ln_input", inputNorm.weight(), inputNorm.bias());
    for (int b = 0; b < expand.size(); b++) {
      put(all, "layernorms." + b, blockNorms.get(b).weight(), blockNorms.get(b).bias());
      put(all, "bottlenecks." + b + ".l1", expand.get(b).weight(), expand.get(b).bias());
      put(all, "bottlenecks." + b + ".l2", contract.get(b).weight(), contract.get(b).bias());
    }
    put(all, "ln_output", outputNorm.weight(), outputNorm.bias());
    put(all, "linear_output", output.weight(), output.bias());
    return all;
  }

  private static void put(
      Map<String, Parameter> all, String name, Parameter weight, Parameter bias) {
    all.put(name + ".weight", weight);
    all.put(name + ".bias", bias);
  }
}
