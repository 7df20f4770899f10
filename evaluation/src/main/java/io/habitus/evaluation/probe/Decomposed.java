package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * What a probe needs of the vectors alone, whatever the labels: computed once for all tasks about
 * the same clients.
 *
 * @param design the clients' vectors, standardised
 * @param folds their parts
 * @param left products of each part that is left out in turn
 * @param without spectrum of the clients that remain then
 * @param all spectrum of all clients
 */
record Decomposed(
    Design design, Folds folds, List<Gram> left, List<Spectrum> without, Spectrum all) {

  static Decomposed of(Design design, RunContext context) {
    Folds folds = Folds.of(design);
    List<Gram> parts = folds.parts().stream().map(part -> Gram.of(design, part, context)).toList();
    Gram sum = Gram.sum(parts);
    Spectrum[] spectra = new Spectrum[folds.leftOut() + 1];
    Workers.forEach(
        spectra.length,
        context,
        "decomposing products of columns",
        i -> spectra[i] = Spectrum.of(i < folds.leftOut() ? sum.less(parts.get(i)) : sum));
    return new Decomposed(
        design,
        folds,
        List.copyOf(parts.subList(0, folds.leftOut())),
        List.copyOf(Arrays.asList(spectra).subList(0, folds.leftOut())),
        spectra[folds.leftOut()]);
  }
}
