package io.habitus.models.audit;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Refits a model on stores that differ from the cut-off on and compares every bit. Each alteration
 * takes a fit, an embedding and a copy of the store on the disk.
 */
public final class LeakAudit {

  /** Makes the model under audit. A model that opens a store by itself gets the altered one. */
  @FunctionalInterface
  public interface Maker {
    ProfileModel of(SequenceStore store);
  }

  private final Maker maker;
  private final long cutOff;
  private final ClientSet clients;
  private final long seed;
  private final RunContext context;

  private LeakAudit(Maker maker, long cutOff, ClientSet clients, long seed, RunContext context) {
    this.maker = maker;
    this.cutOff = cutOff;
    this.clients = clients;
    this.seed = seed;
    this.context = context;
  }

  /**
   * Audits profiles on the disk: the model that their provenance names must make the same bits from
   * the store, and from altered stores. Profiles of other programs are unverified, never passed.
   */
  public static AuditResult ofProfiles(Path folder, SequenceStore store, RunContext context) {
    ProfileFolder profiles = ProfileFolder.read(folder);
    Optional<Provenance> made = profiles.provenance();
    if (made.isEmpty()) {
      return new AuditResult.Unverified("there is no provenance.json: another program made this");
    }
    Provenance provenance = made.get();
    String name = provenance.model();
    Instant cutOff = provenance.cutOff();
    if (name == null || cutOff == null) {
      return new AuditResult.Unverified("the provenance names no model or no cut-off");
    }
    if (!ProfileModels.names().contains(name)) {
      return new AuditResult.Unverified("this version does not know the model " + name);
    }
    ProfileModel model = ProfileModels.named(name, parameters(name, provenance));
    Long seed = provenance.seed();
    ClientSet clients = ClientSet.of(profiles.profiles().clientIds());
    return new LeakAudit(any -> model, Micros.of(cutOff), clients, seed == null ? 0 : seed, context)
        .run(store, Optional.of(profiles.profiles()));
  }

  private static Map<String, String> parameters(String model, Provenance provenance) {
    Map<String, String> known = new TreeMap<>(provenance.parameters());
    ProfileModels.kinds().stream()
        .filter(kind -> kind.name().equals(model))
        .forEach(kind -> known.keySet().retainAll(kind.defaults().keySet()));
    return known;
  }

  /**
   * Audits a model.
   *
   * @param maker makes the model, for each store anew
   * @param cutOff nothing at or after it may matter
   */
  public static AuditResult ofModel(
      Maker maker,
      SequenceStore store,
      Instant cutOff,
      ClientSet clients,
      long seed,
      RunContext context) {
    return new LeakAudit(maker, Micros.of(cutOff), clients, seed, context)
        .run(store, Optional.empty());
  }

  private record Made(Profiles profiles, List<String> columns) {}

  private AuditResult run(SequenceStore store, Optional<Profiles> given) {
    Made made = make(store);
    Optional<String> other =
        given.flatMap(profiles -> Difference.first(made.columns, made.profiles, profiles));
    if (other.isPresent()) {
      return new AuditResult.NotReproduced(other.get());
    }
    for (Alteration alteration : Alteration.values()) {
      Optional<String> difference = altered(store, alteration, made);
      if (difference.isPresent()) {
        return new AuditResult.Leaking(alteration.text(), difference.get());
      }
    }
    return new AuditResult.Passed(
        made.profiles.size(),
        made.profiles.width(),
        List.of(Alteration.REMOVED.text(), Alteration.REPLACED.text()));
  }

  private Made make(SequenceStore store) {
    Histories input = store.histories(Long.MIN_VALUE, cutOff);
    try (FittedProfileModel fitted = maker.of(store).fit(input, clients, seed, context)) {
      return new Made(fitted.embed(input, clients, context), fitted.columns());
    }
  }

  private Optional<String> altered(SequenceStore store, Alteration alteration, Made made) {
    context.disk().require(context.resources().tempDir(), bytes(store));
    Path folder = temporary();
    try {
      Path copy = folder.resolve("store");
      AlteredStore.write(store, cutOff, alteration, copy, context);
      try (SequenceStore altered = SequenceStore.open(copy)) {
        return Difference.first(made.columns, made.profiles, make(altered).profiles);
      }
    } finally {
      delete(folder);
    }
  }

  /** Of the store, which its altered copy hardly exceeds. */
  private static long bytes(SequenceStore store) {
    return store.manifest().generations().stream()
        .flatMap(generation -> generation.files().stream())
        .mapToLong(file -> file.count() * file.elementBytes())
        .sum();
  }

  private Path temporary() {
    try {
      Files.createDirectories(context.resources().tempDir());
      return Files.createTempDirectory(context.resources().tempDir(), "habitus-audit-");
    } catch (IOException e) {
      throw new UncheckedIOException("making room for an altered store", e);
    }
  }

  private static void delete(Path folder) {
    try {
      WholeFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
