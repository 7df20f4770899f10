package io.habitus.models.factorisation.als;

import io.habitus.core.run.RunContext;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.KilledFitContract;
import io.habitus.models.factorisation.Planted;
import io.habitus.models.factorisation.Tensors;
import java.util.List;

public class AlsKilledFitTest extends KilledFitContract {
  private static final AlsSettings SETTINGS = new AlsSettings(10, 40, 0.05, 3);

  @Override
  protected List<TensorParts> fit(TrainerFolder folder, RunContext context) {
    Planted planted = Planted.draw(400, 120, 20, 7);
    return List.of(
        Tensors.parts(
            "items", AlsTrainer.run(planted.train(), SETTINGS, 3, "als", folder, context)));
  }
}
