package io.habitus.models.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Task;
import io.habitus.core.time.Split;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.UnseenClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakAuditTest {
  @TempDir Path temp;
  private SequenceStore store;
  private Split split;
  private ClientSet clients;

  @BeforeEach
  void ingest() {
    store = SmallStore.write(temp.resolve("store"), false);
    split = SmallStore.SPLIT;
    clients = ClientSet.of(Stream.iterate(0L, i -> i < 40, i -> i + 1).mapToLong(i -> i).toArray());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private AuditResult audit(LeakAudit.Maker maker) {
    return LeakAudit.ofModel(maker, store, split.trainStart(), clients, 7, RunContext.silent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"aggregated", "rfm", "popularity", "random"})
  void honestModelsPass(String name) {
    AuditResult result = audit(any -> ProfileModels.named(name, Map.of()));
    assertThat(result.sentence()).startsWith("passed: 40 vectors of");
    assertThat(result.passed()).isTrue();
  }

  @Test
  void storesWithStringClientsCanBeAuditedToo() {
    try (SequenceStore strings = SmallStore.write(temp.resolve("strings"), true)) {
      AuditResult result =
          LeakAudit.ofModel(
              any -> ProfileModels.named("rfm", Map.of()),
              strings,
              split.trainStart(),
              clients,
              7,
              RunContext.silent());
      assertThat(result.passed()).as(result.sentence()).isTrue();
    }
  }

  @Test
  void aModelThatReadsTheStoreBeyondItsWindowIsCaught() {
    AuditResult result = audit(opened -> new Cheat(client -> events(opened, client)));
    assertThat(result).isInstanceOf(AuditResult.Leaking.class);
    assertThat(result.sentence()).startsWith("LEAK: with events from the cut-off on removed, row");
    assertThat(result.passed()).isFalse();
  }

  private static double events(SequenceStore opened, long client) {
    return opened.histories().lookup().find(client).map(EventSequence::size).orElse(0);
  }

  @Test
  void aModelThatUsesTheSizeOfTheVocabularyIsCaught() {
    assertThat(audit(opened -> new Cheat(client -> opened.vocabulary(0).size())))
        .isInstanceOf(AuditResult.Leaking.class);
  }

  @Test
  void aModelThatUsesCodesAsIfTheyMeantSomethingIsCaught() {
    assertThat(
            audit(opened ->
                new Cheat(client ->
                    opened
                        .histories(Long.MIN_VALUE, split.cutOffMicros())
                        .lookup()
                        .find(client)
                        .map(events -> events.code(0, 0))
                        .orElse(0))))
        .isInstanceOf(AuditResult.Leaking.class);
  }

  @Test
  void aModelThatReadsTheLabelListsIsCaught() {
    assertThat(
            audit(opened ->
                new Cheat(client -> {
                  LabelList labels = opened.labelLists().get(Task.SKU);
                  return labels == null ? 0 : labels.size();
                })))
        .isInstanceOf(AuditResult.Leaking.class);
  }

  private Path profiles(String model, Map<String, String> parameters, long seed) {
    Histories input = store.histories(Long.MIN_VALUE, split.cutOffMicros());
    ProfileModel made = ProfileModels.named(model, parameters);
    Provenance.Builder provenance =
        Provenance.of("embed").split(split).seed(seed).model(model, made.parameters());
    Path folder = temp.resolve("profiles");
    try (FittedProfileModel fitted = made.fit(input, clients, seed, RunContext.silent())) {
      Profiles profiles = fitted.embed(input, clients, RunContext.silent());
      ProfileFolder.write(folder, profiles, provenance.parameter("days", "14").finish());
    }
    return folder;
  }

  @Test
  void profilesOnTheDiskAreRefittedFromTheirProvenance() {
    Path folder = profiles("random", Map.of("width", "9"), 99);
    assertThat(LeakAudit.ofProfiles(folder, store, RunContext.silent()))
        .isEqualTo(new AuditResult.Passed(40, 9, List.of("removed", "replaced by others")));
  }

  @Test
  void profilesThatWereTamperedWithAreNotReproduced() throws Exception {
    Path folder = profiles("rfm", Map.of(), 1);
    byte[] bytes = Files.readAllBytes(folder.resolve("embeddings.npy"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(folder.resolve("embeddings.npy"), bytes);
    assertThat(LeakAudit.ofProfiles(folder, store, RunContext.silent()))
        .isInstanceOf(AuditResult.NotReproduced.class);
  }

  @Test
  void foreignProfilesAreUnverified() throws Exception {
    Path folder = profiles("rfm", Map.of(), 1);
    Files.delete(folder.resolve("provenance.json"));
    AuditResult result = LeakAudit.ofProfiles(folder, store, RunContext.silent());
    assertThat(result).isInstanceOf(AuditResult.Unverified.class);
    assertThat(result.passed()).isFalse();
  }

  @Test
  void modelsOfAnotherVersionAreUnverified() {
    Path folder = profiles("rfm", Map.of(), 1);
    Provenance later =
        Provenance.of("embed").split(split).seed(1).model("oracle", Map.of()).finish();
    later.writeTo(folder);
    assertThat(LeakAudit.ofProfiles(folder, store, RunContext.silent()))
        .isEqualTo(new AuditResult.Unverified("this version does not know the model oracle"));
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(temp.resolve("tmp"));
    RunContext context = new RunContext(new Resources(2, 1L << 30, temporary), Progress.SILENT);
    LeakAudit.ofModel(
        any -> ProfileModels.named("rfm", Map.of()),
        store,
        split.trainStart(),
        clients,
        7,
        context);
    assertThat(temporary).isEmptyDirectory();
  }

  /** Says one number per client that it should not know. */
  private record Cheat(ToDoubleFunction<Long> secret) implements ProfileModel, FittedProfileModel {
    @Override
    public String name() {
      return "cheat";
    }

    @Override
    public SortedMap<String, String> parameters() {
      return new TreeMap<>();
    }

    @Override
    public UnseenClients unseenClients() {
      return UnseenClients.INDUCTIVE;
    }

    @Override
    public FittedProfileModel fit(Histories input, ClientSet of, long seed, RunContext context) {
      return this;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public List<String> columns() {
      return List.of("secret");
    }

    @Override
    public Profiles embed(Histories input, ClientSet of, RunContext context) {
      float[] values = new float[of.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) secret.applyAsDouble(of.get(i));
      }
      return Profiles.ofFloats(of.toArray(), 1, Arrays.copyOf(values, values.length));
    }

    @Override
    public void save(Path folder) {
      throw new UnsupportedOperationException("a cheat is not saved");
    }
  }
}
