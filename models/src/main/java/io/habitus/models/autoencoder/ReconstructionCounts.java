package io.habitus.models.autoencoder;

import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.autoencoder.Reconstruction.Example;
import io.habitus.models.autoencoder.Reconstruction.FieldAccuracy;
import io.habitus.models.autoencoder.Reconstruction.PositionAccuracy;
import io.habitus.models.autoencoder.Reconstruction.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Counts right tokens; sums of whole numbers, so that parts may come in any order. */
final class ReconstructionCounts {
  /** Buckets of positions: 0, 1, 2–3, 4–7, 8–15, … */
  private static final int BUCKETS = 32;

  private final TokenCorpus corpus;
  private final TokenLayout layout;
  private final HeldOut heldOut;
  private final int mostExamples;
  private final long[][] right; // (fields, buckets)
  private final long[] steps = new long[BUCKETS];
  private final long[][] frequencies; // (fields, tokens)
  private final List<Example> examples = new ArrayList<>();
  private int clients;
  private int unseen;
  private int whole;
  private int ended;

  ReconstructionCounts(TokenCorpus corpus, TokenLayout layout, HeldOut heldOut, int mostExamples) {
    this.corpus = corpus;
    this.layout = layout;
    this.heldOut = heldOut;
    this.mostExamples = mostExamples;
    right = new long[layout.width()][BUCKETS];
    frequencies = new long[layout.width()][];
    for (int field = 0; field < frequencies.length; field++) {
      frequencies[field] = new long[layout.vocabularies().get(field).size()];
    }
  }

  private static int bucket(int position) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(position);
  }

  /**
   * Counts one client.
   *
   * @param written (steps, fields) what the decoder wrote: at least the client's steps and one more
   */
  void add(int client, int[][] written) {
    int length = corpus.length(client);
    boolean all = true;
    boolean end = true;
    for (int step = 0; step < length; step++) {
      int bucket = bucket(step);
      steps[bucket]++;
      for (int field = 0; field < layout.width(); field++) {
        int real = corpus.token(client, step, field);
        boolean same = written[step][field] == real;
        right[field][bucket] += same ? 1 : 0;
        frequencies[field][real]++;
        all &= same;
        end &= written[step][field] != TokenVocabulary.END;
      }
    }
    end &= Arrays.stream(written[length]).allMatch(token -> token == TokenVocabulary.END);
    boolean aside = heldOut.part(corpus.clientId(client)) == HeldOut.Part.TEST;
    clients++;
    unseen += aside ? 1 : 0;
    whole += all && end ? 1 : 0;
    ended += end ? 1 : 0;
    if (mostExamples > 0) {
      keep(example(client, written, aside));
    }
  }

  private Example example(int client, int[][] written, boolean aside) {
    List<Step> shown = new ArrayList<>();
    for (int step = 0; step < corpus.length(client); step++) {
      List<String> real = new ArrayList<>();
      List<String> readBack = new ArrayList<>();
      for (int field = 0; field < layout.width(); field++) {
        TokenVocabulary vocabulary = layout.vocabularies().get(field);
        real.add(vocabulary.text(corpus.token(client, step, field)));
        readBack.add(vocabulary.text(written[step][field]));
      }
      shown.add(new Step(real, readBack));
    }
    return new Example(corpus.clientId(client), aside, shown);
  }

  /** Keeps the first ones in an order that no id and no length decides. */
  private void keep(Example example) {
    examples.add(example);
    examples.sort(
        Comparator.comparing((Example each) -> !each.unseen())
            .thenComparingDouble(each -> heldOut.place(each.clientId()))
            .thenComparingLong(Example::clientId));
    if (examples.size() > mostExamples) {
      examples.removeLast();
    }
  }

  /** Adds another part's counts. */
  void add(ReconstructionCounts other) {
    clients += other.clients;
    unseen += other.unseen;
    whole += other.whole;
    ended += other.ended;
    addAll(steps, other.steps);
    for (int field = 0; field < right.length; field++) {
      addAll(right[field], other.right[field]);
      addAll(frequencies[field], other.frequencies[field]);
    }
    other.examples.forEach(this::keep);
  }

  private static void addAll(long[] into, long[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[i];
    }
  }

  Reconstruction result() {
    List<FieldAccuracy> fields = new ArrayList<>();
    long total = Arrays.stream(steps).sum();
    for (int field = 0; field < right.length; field++) {
      long most = Arrays.stream(frequencies[field]).max().orElse(0);
      fields.add(
          new FieldAccuracy(
              layout.fields().get(field),
              share(Arrays.stream(right[field]).sum(), total),
              share(most, total),
              positions(field)));
    }
    return new Reconstruction(
        clients, unseen, total, share(whole, clients), share(ended, clients), fields, examples);
  }

  private List<PositionAccuracy> positions(int field) {
    List<PositionAccuracy> positions = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (steps[bucket] > 0) {
        int from = bucket == 0 ? 0 : 1 << (bucket - 1);
        positions.add(
            new PositionAccuracy(
                from, 1 << bucket, steps[bucket], share(right[field][bucket], steps[bucket])));
      }
    }
    return positions;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
