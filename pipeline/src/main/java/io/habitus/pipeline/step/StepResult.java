package io.habitus.pipeline.step;

import java.nio.file.Path;

/**
 * A step's result.
 *
 * @param name of the step
 * @param folder that holds it
 * @param fingerprint for the steps that read it
 * @param reused whether an earlier run had made it
 * @param seconds that it took when it was made
 */
public record StepResult(
    String name, Path folder, String fingerprint, boolean reused, double seconds) {}
