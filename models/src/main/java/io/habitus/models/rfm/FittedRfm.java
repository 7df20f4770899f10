package io.habitus.models.rfm;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.activity.ActivityFeatures;
import io.habitus.features.activity.ActivityLayout;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Renewal;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** A learned layout of activity features. */
record FittedRfm(SortedMap<String, String> parameters, long seed, ActivityLayout layout)
    implements FittedProfileModel {

  @Override
  public int width() {
    return layout.width();
  }

  @Override
  public List<String> columns() {
    return layout.columns();
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    return ActivityFeatures.of(layout, input, clients, context);
  }

  @Override
  public Renewal renewal() {
    return new Renewal.Whole(
        "recency and windows are measured from the end of the data, so that every vector changes"
            + " with it; embed without --since, one pass over the events is all it takes");
  }

  @Override
  public void save(Path folder) {
    SavedModel.write(folder, RfmModel.KIND.name(), parameters, seed, layout);
  }
}
