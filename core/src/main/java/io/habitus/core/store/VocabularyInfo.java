package io.habitus.core.store;

/**
 * What a vocabulary holds, all generations together.
 *
 * @param kind of its values
 * @param width integers of a CODES value, 0 for the others
 * @param values number of values, without the reserved codes
 */
public record VocabularyInfo(VocabularyKind kind, int width, int values) {}
