package io.habitus.explain.interpret;

/**
 * Attributes to look for.
 *
 * @param attributes of the units; those that the attributes are not about are left out
 * @param drivers whether to list, attribute by attribute, the features that go with it
 */
public record Question(Attributes attributes, boolean drivers) {}
