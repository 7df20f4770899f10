package io.habitus.pipeline.report;

import io.habitus.core.provenance.Provenance;
import io.habitus.core.time.Split;
import io.habitus.models.autoencoder.Reconstruction;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * All that a report shows. It holds no query text, and client ids in its examples alone, so a
 * report cannot show others.
 *
 * @param title of the run
 * @param made when
 * @param data the log, where it was at hand
 * @param split which events were input and which were targets
 * @param protocol how every number was made
 * @param tasks in leaderboard order
 * @param skipped tasks that the data does not allow: task, reason
 * @param profiles in the order they were given
 * @param scores at most one per profile and task
 * @param leaderboard from the first place down; empty for a single profile
 * @param differences paired, per task and pair of profiles
 * @param examples clients by their ids; empty unless asked for
 * @param readBack how much of histories can be read back from vectors, for profiles that know how
 * @param explained what the columns of profiles mean, where that was asked for
 * @param recommender what a recommender did after the cut-off, where the run has one
 * @param crossCheck some of the profiles by a second probe, where that was asked for
 * @param earlier the same scores at earlier cut-offs, oldest first
 * @param steps in the order they ran
 * @param memory the run's own, where the system tells
 * @param warnings what the reader must know before believing a number
 * @param repeat how to make the report again
 */
public record ReportData(
    String title,
    Instant made,
    Optional<DataFacts> data,
    Optional<SplitFacts> split,
    Protocol protocol,
    List<TaskFacts> tasks,
    List<Skipped> skipped,
    List<ProfileFacts> profiles,
    List<Score> scores,
    List<Standing> leaderboard,
    List<Difference> differences,
    List<Example> examples,
    List<ReadBack> readBack,
    List<ProfileFeatures> explained,
    Optional<RecommenderFacts> recommender,
    Optional<CrossCheck> crossCheck,
    List<EarlierCutOff> earlier,
    List<StepTime> steps,
    Optional<Memory> memory,
    List<String> warnings,
    Repeat repeat) {

  public ReportData {
    tasks = List.copyOf(tasks);
    skipped = List.copyOf(skipped);
    profiles = List.copyOf(profiles);
    scores = List.copyOf(scores);
    leaderboard = List.copyOf(leaderboard);
    differences = List.copyOf(differences);
    examples = List.copyOf(examples);
    readBack = List.copyOf(readBack);
    explained = List.copyOf(explained);
    earlier = List.copyOf(earlier);
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** The score of a profile on a task. */
  public Optional<Score> score(String profile, String task) {
    return scores.stream()
        .filter(score -> score.profile().equals(profile) && score.task().equals(task))
        .findFirst();
  }

  /** Profiles from the first place down, or as given where there is no leaderboard. */
  List<String> ranking() {
    return leaderboard.isEmpty()
        ? profiles.stream().map(ProfileFacts::name).toList()
        : leaderboard.stream().map(Standing::profile).toList();
  }

  /**
   * The log.
   *
   * @param source where it came from
   * @param hash of the source
   * @param firstEvent time of the first event
   * @param lastEvent time of the last event
   * @param types in the schema's order
   * @param eventsByDay UTC days
   * @param lengths index k counts clients with 2^k … 2^(k+1) − 1 events
   * @param longest events of the client with the most
   */
  public record DataFacts(
      String name,
      String source,
      String hash,
      long clients,
      long events,
      Instant firstEvent,
      Instant lastEvent,
      List<TypeFacts> types,
      SortedMap<LocalDate, Long> eventsByDay,
      List<Long> lengths,
      long longest) {}

  /** One event type. */
  public record TypeFacts(String name, long events, boolean target) {}

  /**
   * The split's numbers.
   *
   * @param days length of a target window
   * @param relevant clients that are scored
   * @param active clients that churn is about
   */
  public record SplitFacts(
      Split split,
      int days,
      String targetEvent,
      long relevant,
      long active,
      Window train,
      Window validation) {}

  /** A target window: its target events, and the clients that have one. */
  public record Window(long events, long clients) {}

  /**
   * How every number was made.
   *
   * @param probe its name
   * @param description of the probe, a sentence
   * @param seeds it ran with
   * @param resamples of the bootstrap over clients, 0 for none
   * @param level of the intervals, such as 0.95
   */
  public record Protocol(
      String probe, String description, List<Long> seeds, int resamples, double level) {}

  /**
   * A task.
   *
   * @param measure what the score is, such as "AUROC"
   * @param clients that are scored
   * @param labels 1 for a binary or numeric task
   * @param trainPositives ones in the train target
   * @param validationPositives ones in the validation target
   * @param chance AUROC of guessing: 0.5 times the share of labels that have both classes
   * @param oracle AUROC of the true probabilities, where the data was generated
   */
  public record TaskFacts(
      String name,
      String measure,
      long clients,
      int labels,
      long trainPositives,
      long validationPositives,
      double chance,
      OptionalDouble oracle) {}

  /** A task that there is not. */
  public record Skipped(String task, String reason) {}

  /** Whether a profile may have seen the future. */
  public enum Leak {
    /** Its provenance says that nothing at or after the cut-off was seen. */
    PASSED,
    /** Nobody knows what it saw. */
    UNVERIFIED,
    /** Its provenance says that later events were seen. */
    REFUSED
  }

  /**
   * One set of profiles.
   *
   * @param origin what made it, such as "model rfm" or "merge of rfm, aggregated"
   */
  public record ProfileFacts(
      String name,
      String origin,
      long clients,
      int width,
      Leak leak,
      String leakReason,
      Optional<Provenance> provenance) {}

  /**
   * A score.
   *
   * @param value over all seeds
   * @param interval over clients
   * @param bySeed one per seed of the protocol
   * @param measures name → value, such as AUROC, novelty, diversity
   * @param curve of the first seed; one epoch for a probe that has none
   * @param labels of a multi-label task
   * @param seconds of the probe
   */
  public record Score(
      String profile,
      String task,
      double value,
      Optional<Interval> interval,
      List<Double> bySeed,
      SequencedMap<String, Double> measures,
      List<Epoch> curve,
      List<LabelScore> labels,
      double seconds) {}

  /** An interval, both ends included. */
  public record Interval(double low, double high) {
    boolean holds(double value) {
      return low <= value && value <= high;
    }
  }

  /** One pass over the clients. */
  public record Epoch(int number, double loss, double score) {}

  /**
   * One label of a multi-label task.
   *
   * @param label an item, category or price bucket
   * @param positives clients that have it in the validation target
   */
  public record LabelScore(String label, double popularity, long positives, double auroc) {}

  /** A place in the leaderboard. */
  public record Standing(
      int place, String profile, double points, SequencedMap<String, Double> taskPoints) {}

  /**
   * How much better one profile is than another, on the same clients.
   *
   * @param p two-sided, of this difference alone
   * @param holm p corrected for all differences of the report
   */
  public record Difference(
      String task,
      String one,
      String other,
      double value,
      Interval interval,
      double p,
      double holm) {
    enum Verdict {
      BETTER,
      WORSE,
      UNDECIDED
    }

    Verdict verdict() {
      if (interval.holds(0)) {
        return Verdict.UNDECIDED;
      }
      return value > 0 ? Verdict.BETTER : Verdict.WORSE;
    }

    /** The same seen from the other side. */
    Difference turned() {
      return new Difference(
          task, other, one, -value, new Interval(-interval.high(), -interval.low()), p, holm);
    }
  }

  /**
   * A client by its own id.
   *
   * @param kind in words, such as "sure, and wrong"
   * @param client as the log calls it
   */
  public record Example(
      String profile,
      String task,
      String kind,
      String client,
      String label,
      double predicted,
      double actual) {}

  /**
   * What can be read back from the vectors of a set of profiles.
   *
   * @param found has examples, which are clients' histories, only where ids are asked for
   * @param clients of the examples, as the log calls them
   */
  public record ReadBack(String profile, Reconstruction found, List<String> clients) {
    public ReadBack {
      clients = List.copyOf(clients);
      if (clients.size() != found.examples().size()) {
        throw new IllegalArgumentException(
            "expected a client for each of %d examples, found %d"
                .formatted(found.examples().size(), clients.size()));
      }
    }
  }

  /** Scores at an earlier cut-off: profile → task → score. */
  public record EarlierCutOff(
      Split split, SequencedMap<String, SequencedMap<String, Double>> scores) {}

  /**
   * The word of a second probe on a sample of clients.
   *
   * @param clients in the sample
   */
  public record CrossCheck(String probe, long clients, List<CrossScore> scores) {
    public CrossCheck {
      scores = List.copyOf(scores);
    }

    Optional<CrossScore> score(String profile, String task) {
      return scores.stream()
          .filter(score -> score.profile().equals(profile) && score.task().equals(task))
          .findFirst();
    }
  }

  /** One of its scores. */
  public record CrossScore(
      String profile, String task, double value, Optional<Interval> interval) {}

  /** A step and its time; of an earlier run where it was reused. */
  public record StepTime(String name, double seconds, boolean reused) {}

  /**
   * Peaks of the run's process.
   *
   * @param anonymousBytes memory of its own (RssAnon)
   * @param mappedBytes pages of mapped files, which the system may drop (RssFile)
   * @param limitBytes what the run was allowed
   */
  public record Memory(long anonymousBytes, long mappedBytes, long limitBytes) {}

  /**
   * How to make the report again.
   *
   * @param commands to type, in order
   * @param recipe the effective recipe, empty where there is none
   * @param provenance of the run
   */
  public record Repeat(List<String> commands, String recipe, Provenance provenance) {}
}
