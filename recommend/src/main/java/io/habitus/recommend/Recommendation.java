package io.habitus.recommend;

/**
 * An item for somebody.
 *
 * @param item its id
 * @param score higher is better; comparable within one list only
 */
public record Recommendation(String item, float score) {}
