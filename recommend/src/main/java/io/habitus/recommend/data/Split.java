package io.habitus.recommend.data;

import io.habitus.core.array.IntList;
import io.habitus.core.problem.UsageException;
import io.habitus.core.time.Micros;
import java.time.Instant;
import java.util.BitSet;

/** How interactions are cut into what is learned from and what is asked. */
public sealed interface Split {

  /** Cuts. */
  default Partition of(Interactions data) {
    return of(data, new BitSet());
  }

  /**
   * Cuts.
   *
   * @param heldOut items that are never learned from, as if they came later
   */
  Partition of(Interactions data, BitSet heldOut);

  /** In words, for reports. */
  String sentence();

  /**
   * The last item of each user is the test, the one before it validation; users with fewer than
   * three items are only learned from. Times do not matter: what is learned from may be later than
   * what is asked.
   */
  record LeaveOneOut() implements Split {
    @Override
    public Partition of(Interactions data, BitSet heldOut) {
      int[] until = new int[data.size()];
      IntList users = new IntList();
      IntList validation = new IntList();
      IntList test = new IntList();
      for (int user = 0; user < until.length; user++) {
        int length = data.length(user);
        until[user] = length < 3 ? length : length - 2;
        if (length >= 3) {
          users.add(user);
          validation.add(length - 2);
          test.add(length - 1);
        }
      }
      return new Partition(
          data,
          this,
          until,
          heldOut,
          new Cases(users.toArray(), validation.toArray()),
          new Cases(users.toArray(), test.toArray()));
    }

    @Override
    public String sentence() {
      return "leave-one-out: the last item of each user is the test, the one before it validation";
    }
  }

  /**
   * For a model that is put to use: the last item of each user with at least two decides when
   * training stops, all before is learned from, and there is no test.
   */
  record LastForValidation() implements Split {
    @Override
    public Partition of(Interactions data, BitSet heldOut) {
      int[] until = new int[data.size()];
      IntList users = new IntList();
      IntList steps = new IntList();
      for (int user = 0; user < until.length; user++) {
        int length = data.length(user);
        until[user] = length < 2 ? length : length - 1;
        if (length >= 2) {
          users.add(user);
          steps.add(length - 1);
        }
      }
      Cases none = new Cases(new int[0], new int[0]);
      Cases last = new Cases(users.toArray(), steps.toArray());
      return new Partition(data, this, until, heldOut, last, none);
    }

    @Override
    public String sentence() {
      return "no test: the last item of each user decides when training stops";
    }
  }

  /** Which interactions after a cut-off are asked for. */
  enum Targets {
    /** Each user's first. */
    FIRST,
    /** All, each with what came before it. */
    ALL
  }

  /**
   * One point in time for all users: what is before {@code validationFrom} is learned from, the
   * time until {@code testFrom} decides when training stops, the rest is the test. Who had no item
   * before is not asked.
   */
  record GlobalTime(Instant validationFrom, Instant testFrom, Targets targets) implements Split {
    public GlobalTime {
      if (!validationFrom.isBefore(testFrom)) {
        throw new UsageException(
            "split: expected validation before the test, found %s and %s"
                .formatted(validationFrom, testFrom));
      }
    }

    /** The last shares of all interactions are the test and, before it, validation. */
    public static GlobalTime ofShares(
        Interactions data, double validation, double test, Targets targets) {
      if (!data.hasTimes()) {
        throw new UsageException("a split by time needs times, and this data has only an order");
      }
      return new GlobalTime(
          Micros.toInstant(data.quantile(1 - test - validation)),
          Micros.toInstant(data.quantile(1 - test)),
          targets);
    }

    @Override
    public Partition of(Interactions data, BitSet heldOut) {
      if (!data.hasTimes()) {
        throw new UsageException("a split by time needs times, and this data has only an order");
      }
      int[] until = new int[data.size()];
      IntList[] validation = {new IntList(), new IntList()};
      IntList[] test = {new IntList(), new IntList()};
      for (int user = 0; user < until.length; user++) {
        until[user] = data.before(user, Micros.of(validationFrom));
        int tested = data.before(user, Micros.of(testFrom));
        add(validation, user, until[user], tested);
        add(test, user, tested, data.length(user));
      }
      return new Partition(data, this, until, heldOut, cases(validation), cases(test));
    }

    private void add(IntList[] cases, int user, int from, int until) {
      int first = Math.max(1, from);
      int end =
          switch (targets) {
            case ALL -> until;
            case FIRST -> Math.min(until, from + 1);
          };
      for (int step = first; step < end; step++) {
        cases[0].add(user);
        cases[1].add(step);
      }
    }

    private static Cases cases(IntList[] lists) {
      return new Cases(lists[0].toArray(), lists[1].toArray());
    }

    @Override
    public String sentence() {
      return "global time split: learned before %s, validation until %s, test after; %s"
          .formatted(
              validationFrom,
              testFrom,
              targets == Targets.ALL
                  ? "every later item is asked for with what came before it"
                  : "each user's first later item is asked for");
    }
  }
}
