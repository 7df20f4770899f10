package io.habitus.models.factorisation.bpr;

import io.habitus.core.run.RunContext;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.KilledFitContract;
import io.habitus.models.factorisation.Planted;
import io.habitus.models.factorisation.Tensors;
import java.util.List;

public class BprKilledFitTest extends KilledFitContract {
  private static final BprSettings SETTINGS = new BprSettings(12, 0.05, 0.01, 40, true);

  @Override
  protected List<TensorParts> fit(TrainerFolder folder, RunContext context) {
    Planted planted = Planted.draw(400, 120, 20, 7);
    BprFactors factors = BprTrainer.run(planted.train(), SETTINGS, 3, "bpr", folder, context);
    return List.of(
        Tensors.parts("clients", factors.clients()),
        Tensors.parts("items", factors.items()),
        Tensors.parts("biases", factors.biases()));
  }
}
