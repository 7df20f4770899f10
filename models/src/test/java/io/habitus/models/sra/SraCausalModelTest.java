package io.habitus.models.sra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.models.ProfileModels;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layout in which a client's vector depends on the client alone. */
class SraCausalModelTest extends ProfileModelContract {
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "hidden", "12",
          "latent", "6",
          "batch", "16",
          "layout", "causal",
          "scalers", "fitted",
          "tables", "fitted");

  @Override
  protected ProfileModel model() {
    return ProfileModels.named("sra", PARAMETERS);
  }

  /** Its tables speak of one store's codes. */
  @Override
  @Test
  protected void anotherStoreWithOtherCodesGivesTheSameVectors() {
    RunContext context = RunContext.silent();
    var input = log(0).histories(Long.MIN_VALUE, CUT_OFF);
    try (FittedProfileModel fitted = model().fit(input, everyone(), 1, context)) {
      var other = log(5).histories(Long.MIN_VALUE, CUT_OFF);
      assertThatThrownBy(() -> fitted.embed(other, everyone(), context))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the store that they were fitted on");
    }
  }

  @Test
  void fixedTablesNeedWhatMakesThemMatter() {
    for (String needed : new String[] {"layout", "scalers"}) {
      Map<String, String> without = new HashMap<>(PARAMETERS);
      without.remove(needed);
      assertThatThrownBy(() -> ProfileModels.named("sra", without))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("needs layout=causal and scalers=fitted");
    }
  }
}
