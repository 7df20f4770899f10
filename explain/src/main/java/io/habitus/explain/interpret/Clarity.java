package io.habitus.explain.interpret;

/**
 * How clear a set of columns is.
 *
 * @param what the columns are
 * @param columns how many
 * @param clearColumns that detect an attribute clearly (AUROC of at least 0.75 on both halves of
 *     the units, above the guard)
 * @param attributes how many
 * @param clearAttributes that a column detects clearly
 * @param attributesPerColumn mean number of clear attributes of a clear column; 1 is monosemantic
 * @param meanBestAuroc over attributes: of the column that is best on the first half, on the second
 */
public record Clarity(
    String what,
    int columns,
    int clearColumns,
    int attributes,
    int clearAttributes,
    double attributesPerColumn,
    double meanBestAuroc) {}
