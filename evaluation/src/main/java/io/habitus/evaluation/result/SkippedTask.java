package io.habitus.evaluation.result;

/** A task that profiles were not scored on, and why. */
public record SkippedTask(String profiles, String task, String reason) {}
