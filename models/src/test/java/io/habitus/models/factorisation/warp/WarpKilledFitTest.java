package io.habitus.models.factorisation.warp;

import io.habitus.core.run.RunContext;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.KilledFitContract;
import io.habitus.models.factorisation.Tensors;
import java.util.List;

public class WarpKilledFitTest extends KilledFitContract {
  private static final WarpSettings SETTINGS = new WarpSettings(8, 40, 0.05, 10);

  @Override
  protected List<TensorParts> fit(TrainerFolder folder, RunContext context) {
    WarpWeights learned = WarpTrainer.run(WarpTrainerTest.data(1), SETTINGS, 3, folder, context);
    return learned.named().entrySet().stream()
        .map(entry -> Tensors.parts(entry.getKey(), entry.getValue()))
        .toList();
  }
}
