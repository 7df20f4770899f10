package io.habitus.pipeline.run;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
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
import io.habitus.models.SavedModel;
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
   * @throws io.habitus.core.problem.InputException if a folder holds no fitted model
   */
  static void check(Recipe recipe) {
    for (MemberSection member : recipe.members()) {
      member.model().ifPresent(name -> ProfileModels.named(name, member.parameters()));
      member.fitted().map(Path::of).ifPresent(SavedModel::read);
    }
  }

  private void make(MemberSection member) {
    if (member.profiles().isPresent()) {
      Path folder = Path.of(member.profiles().get());
      if (!Files.isDirectory(folder)) {
        throw new InputException(
            Problem.inColumn(
                folder.toString(),
                "members.profiles",
                "a folder of profiles",
                "no such folder",
                "Correct the recipe, or embed into it first."));
      }
      add(
          member.name(),
          "the folder " + folder,
          folder,
          Fingerprint.of(folder),
          member.evaluate(),
          Optional.empty());
    } else if (member.fitted().isPresent()) {
      embedFitted(member, Path.of(member.fitted().get()));
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
    StepKey key = key(member, parameters, Map.of("store", data.fingerprint()));
    StepResult step = cache.run(key, context, folder -> embed(key, model, folder));
    add(member, "model " + model.name(), step);
  }

  /** With a model that was saved before: nothing is learned now. */
  private void embedFitted(MemberSection member, Path saved) {
    Map<String, String> inputs = Map.of("store", data.fingerprint(), MODEL, Fingerprint.of(saved));
    StepKey key = key(member, new TreeMap<>(), inputs);
    StepResult step = cache.run(key, context, folder -> embedFitted(key, saved, folder));
    add(member, "the fitted model " + saved, step);
  }

  private StepKey key(
      MemberSection member, Map<String, String> parameters, Map<String, String> inputs) {
    parameters.put("split", tasks.split().toString());
    parameters.put("clients", recipe.data().clients().toString());
    return StepKey.of("embed." + member.name(), EMBED_VERSION, Code.with(parameters), inputs);
  }

  private void add(MemberSection member, String origin, StepResult step) {
    Path fitted = step.folder().resolve(MODEL);
    add(
        member.name(),
        origin,
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
    RunContext resumable = context.withWorkFolder(cache.workFolder(key));
    try (FittedProfileModel fitted = model.fit(input, tasks.relevant(), recipe.seed(), resumable)) {
      write(fitted, input, provenance, folder, resumable);
    }
  }

  /** What the profiles have seen ends where the input or the model's learning does: the later. */
  private void embedFitted(StepKey key, Path folderOfModel, Path folder) {
    Split split = tasks.split();
    SavedModel saved = SavedModel.read(folderOfModel);
    Provenance.Builder provenance =
        provenance(key).model(saved.model(), saved.parameters()).seed(saved.seed());
    Histories input = data.histories(Long.MIN_VALUE, split.cutOffMicros());
    RunContext resumable = context.withWorkFolder(cache.workFolder(key));
    try (FittedProfileModel fitted = ProfileModels.load(folderOfModel)) {
      fitted
          .learnedUntil()
          .filter(learned -> learned.isAfter(split.trainStart()))
          .ifPresent(provenance::cutOff);
      write(fitted, input, provenance, folder, resumable);
    }
  }

  private void write(
      FittedProfileModel fitted,
      Histories input,
      Provenance.Builder provenance,
      Path folder,
      RunContext resumable) {
    if (Reconstructions.areFor(fitted)) {
      fitted.save(folder.resolve(MODEL));
    }
    NamedFolder.write(
        folder.resolve(PROFILES),
        fitted.embed(input, tasks.relevant(), resumable),
        provenance.finish(),
        ClientNames.of(data.store(), context));
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
