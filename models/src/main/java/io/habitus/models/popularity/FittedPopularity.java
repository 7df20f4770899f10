package io.habitus.models.popularity;

import io.habitus.core.array.Halves;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Renewal;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** Learned shares; rows ascend by client. */
record FittedPopularity(
    SortedMap<String, String> parameters, long seed, PopularityModel.Shares shares)
    implements FittedProfileModel {

  @Override
  public int width() {
    return shares.values().size();
  }

  @Override
  public List<String> columns() {
    return shares.columns();
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), width(), context);
    for (int column = 0; column < width(); column++) {
      short half = Halves.of(shares.values().get(column));
      for (int row = 0; row < clients.size(); row++) {
        matrix.set(row, column, half);
      }
    }
    return matrix.toProfiles();
  }

  @Override
  public Renewal renewal() {
    return new Renewal.Whole(
        "its vectors do not depend on events, so that there is nothing to save; embed without"
            + " --since");
  }

  @Override
  public void save(Path folder) {
    SavedModel.write(folder, PopularityModel.KIND.name(), parameters, seed, shares);
  }
}
