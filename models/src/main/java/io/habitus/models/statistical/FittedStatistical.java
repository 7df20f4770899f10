package io.habitus.models.statistical;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.statistical.StatisticalFeatures;
import io.habitus.features.statistical.StatisticalTables;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Popularity and the span of the data, as the clients of the fit made them. */
record FittedStatistical(long seed, StatisticalTables tables) implements FittedProfileModel {

  @Override
  public int width() {
    return tables.layout().width();
  }

  @Override
  public List<String> columns() {
    return tables.layout().columns();
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    return StatisticalFeatures.of(tables, input, clients, context);
  }

  @Override
  public void save(Path folder) {
    SavedModel.write(
        folder, StatisticalModel.KIND.name(), Map.of(), seed, tables.layout(), tables::write);
  }
}
