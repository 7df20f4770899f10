package io.habitus.core.target;

/** What a target is per client. */
public enum TaskKind {
  /** One bit: scored by AUROC. */
  BINARY,
  /** A bit for each label: scored by macro AUROC, novelty and diversity. */
  MULTI_LABEL,
  /** A number, such as lifetime value: scored by rank correlation and R². */
  NUMERIC
}
