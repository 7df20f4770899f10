package io.habitus.recommend.data;

import io.habitus.core.hash.Sha256;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Interactions, cut.
 *
 * @param data all of them
 * @param split how they were cut
 * @param until (users) how many of each user's interactions are learned from
 * @param heldOut items that are never learned from
 * @param validation what decides when training stops
 * @param test what is reported
 */
@SuppressWarnings("ArrayRecordComponent")
public record Partition(
    Interactions data, Split split, int[] until, BitSet heldOut, Cases validation, Cases test) {

  /** What is learned from of a user, oldest first, without items that are held out. */
  public int[] training(int user) {
    return heldOut.isEmpty() ? data.history(user, until[user]) : items(user, learned(user));
  }

  /** Places of {@link #training} in the user's history. */
  public int[] learned(int user) {
    return IntStream.range(0, until[user])
        .filter(step -> !heldOut.get(data.item(user, step)))
        .toArray();
  }

  /** Items at some places of a user's history. */
  public int[] items(int user, int[] places) {
    return Arrays.stream(places).map(step -> data.item(user, step)).toArray();
  }

  /** (items) How often each is learned from: 0 for a cold item. */
  public int[] trainingCounts() {
    int[] counts = new int[data.items().size()];
    for (int user = 0; user < data.size(); user++) {
      for (int item : training(user)) {
        counts[item]++;
      }
    }
    return counts;
  }

  /**
   * SHA-256 of all that a fit and its measures can depend on: users, items, times, context, how
   * they are cut, what is asked.
   */
  public String fingerprint() {
    return data.addTo(new Sha256())
        .add(until)
        .add(heldOut.stream().toArray())
        .add(validation.users())
        .add(validation.steps())
        .add(test.users())
        .add(test.steps())
        .hex();
  }

  /** Cases whose right answer is a warm item: the only ones that a model without content has. */
  public Cases warm(Cases cases) {
    int[] counts = trainingCounts();
    int[] kept =
        IntStream.range(0, cases.size()).filter(i -> counts[cases.target(data, i)] > 0).toArray();
    return new Cases(
        Arrays.stream(kept).map(i -> cases.users()[i]).toArray(),
        Arrays.stream(kept).map(i -> cases.steps()[i]).toArray());
  }
}
