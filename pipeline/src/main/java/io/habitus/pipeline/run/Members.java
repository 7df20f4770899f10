package io.habitus.pipeline.run;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Split;
import io.habitus.ingest.profile.ClientNames;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.pipeline.data.NamedFolder;
import io.habitus.pipeline.merge.Merge;
import io.habitus.pipeline.recipe.MemberSection;
import io.habitus.pipeline.recipe.MergeSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.Fingerprint;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Makes a recipe's profiles at one cut-off: members, then what is merged from them. */
final class Members {
  private static final int EMBED_VERSION = 3;
  private static final int MERGE_VERSION = 3;
  private static final String PROFILES = "profiles";
  private static final String MODEL = "model";

  private final Recipe recipe;
  private final RunData data;
  private final TaskSet tasks;
  private final StepCache cache;
  private final RunContext context;
  private final SequencedMap<String, Made> made = new LinkedHashMap<>();

  /**
   * Profiles and where they are.
   *
   * @param origin in words, for the report
   * @param model folder of the fitted model, where it is kept
   */
  record Made(
      String name,
      String origin,
      Path folder,
      ProfileFolder profiles,
      String fingerprint,
      boolean evaluate,
      Optional<Path> model) {}

  private Members(Recipe recipe, RunData data, TaskSet tasks, StepCache cache, RunContext context) {
    this.recipe = recipe;
    this.data = data;
    this.tasks = tasks;
    this.cache = cache;
    this.context = context;
  }

  /** All of them, by name, in the order of the recipe. */
  static SequencedMap<String, Made> make(
      Recipe recipe, RunData data, TaskSet tasks, StepCache cache, RunContext context) {
    Members members = new Members(recipe, data, tasks, cache, context);
    recipe.members().forEach(members::make);
    recipe.merge().forEach(members::merge);
    return members.made;
  }

  /**
   * Looks up every model before anything runs.
   *
   * @throws io.habitus.core.problem.UsageException if there is no model or parameter of that name
   */
  static void check(Recipe recipe) {
    for (MemberSection member : recipe.members()) {
      member.model().ifPresent(name -> ProfileModels.named(name, member.parameters()));
    }
  }

  private void make(MemberSection member) {
    if (member.profiles().isPresent()) {
      Path folder = Path.of(member.profiles().get());
      add(
          member.name(),
          "the folder " + folder,
          folder,
          Fingerprint.of(folder),
          member.evaluate(),
          Optional.empty());
    } else {
      embed(member, model(member));
    }
  }

  /** A model that predicts a target window is told how long the recipe's are. */
  private ProfileModel model(MemberSection member) {
    String name = member.model().orElseThrow();
    int days = recipe.split().days().orElse(data.store().schema().targetDays());
    return ProfileModels.named(name, ProfileModels.withTargetDays(name, member.parameters(), days));
  }

  private void embed(MemberSection member, ProfileModel model) {
    Map<String, String> parameters = new TreeMap<>();
    model.parameters().forEach((name, value) -> parameters.put("parameters." + name, value));
    parameters.put("model", model.name());
    parameters.put("seed", Long.toString(recipe.seed()));
    parameters.put("split", tasks.split().toString());
    parameters.put("clients", recipe.data().clients().toString());
    StepKey key =
        StepKey.of(
            "embed." + member.name(),
            EMBED_VERSION,
            Code.with(parameters),
            Map.of("store", data.fingerprint()));
    StepResult step = cache.run(key, context, folder -> embed(key, model, folder));
    Path fitted = step.folder().resolve(MODEL);
    add(
        member.name(),
        "model " + model.name(),
        step.folder().resolve(PROFILES),
        step.fingerprint(),
        member.evaluate(),
        Optional.of(fitted).filter(Files::exists));
  }

  private void embed(StepKey key, ProfileModel model, Path folder) {
    Split split = tasks.split();
    Provenance.Builder provenance =
        provenance(key).model(model.name(), model.parameters()).seed(recipe.seed());
    Histories input = data.histories(Long.MIN_VALUE, split.cutOffMicros());
    ClientSet clients = tasks.relevant();
    RunContext resumable = context.withWorkFolder(cache.workFolder(key));
    try (FittedProfileModel fitted = model.fit(input, clients, recipe.seed(), resumable)) {
      if (Reconstructions.areFor(fitted)) {
        fitted.save(folder.resolve(MODEL));
      }
      NamedFolder.write(
          folder.resolve(PROFILES),
          fitted.embed(input, clients, resumable),
          provenance.finish(),
          ClientNames.of(data.store(), context));
    }
  }

  private void merge(MergeSection merge) {
    Map<String, String> inputs = new HashMap<>();
    Map<String, Profiles> sources = new HashMap<>();
    for (MergeSection.Input input : merge.members()) {
      Made source = made(input.name());
      inputs.put(input.name(), source.fingerprint());
      sources.put(input.name(), source.profiles().profiles());
    }
    inputs.put("store", data.fingerprint());
    StepKey key =
        StepKey.of(
            "merge." + merge.name(),
            MERGE_VERSION,
            Code.with(
                Map.of(
                    "merge", merge.toString(),
                    "split", tasks.split().toString(),
                    "clients", recipe.data().clients().toString())),
            inputs);
    StepResult step =
        cache.run(
            key,
            context,
            folder ->
                Merge.fit(merge, sources, tasks.relevant(), context)
                    .write(
                        folder.resolve(PROFILES),
                        tasks.relevant(),
                        ClientNames.of(data.store(), context),
                        mergedProvenance(key, merge),
                        context));
    String origin =
        merge.operator()
            + " of "
            + String.join(", ", merge.members().stream().map(MergeSection.Input::name).toList());
    add(
        merge.name(),
        origin,
        step.folder().resolve(PROFILES),
        step.fingerprint(),
        merge.evaluate(),
        Optional.empty());
  }

  /** A merge has seen what its members have seen: without all their cut-offs, it has none. */
  private Provenance.Builder mergedProvenance(StepKey key, MergeSection merge) {
    boolean known =
        merge.members().stream()
            .map(input -> made(input.name()).profiles().provenance())
            .allMatch(p -> p.isPresent() && p.get().cutOff() != null);
    Provenance.Builder provenance =
        Provenance.of(key.name()).dataHash(data.hash()).threads(context.resources().threads());
    key.inputs().forEach(provenance::input);
    if (known) {
      merge.members().stream()
          .map(input -> made(input.name()).profiles().provenance().orElseThrow().cutOff())
          .max(Comparator.naturalOrder())
          .ifPresent(provenance::cutOff);
    }
    return provenance.parameter("merge", merge.toString());
  }

  private Provenance.Builder provenance(StepKey key) {
    Provenance.Builder provenance =
        Provenance.of(key.name())
            .dataHash(data.hash())
            .split(tasks.split())
            .threads(context.resources().threads());
    key.inputs().forEach(provenance::input);
    return provenance;
  }

  /** The recipe was checked: whatever a merge names is made before it. */
  private Made made(String name) {
    return Objects.requireNonNull(made.get(name), name);
  }

  private void add(
      String name,
      String origin,
      Path folder,
      String fingerprint,
      boolean evaluate,
      Optional<Path> model) {
    ProfileFolder profiles = ProfileFolder.read(folder);
    made.put(name, new Made(name, origin, folder, profiles, fingerprint, evaluate, model));
  }
}
