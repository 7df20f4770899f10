package io.habitus.features.event;

/**
 * One column of the unified sequence.
 *
 * @param name unique within its block
 * @param kind what it holds
 * @param outlook what it knows of the client's events
 */
public record Column(String name, ColumnKind kind, Outlook outlook) {}
