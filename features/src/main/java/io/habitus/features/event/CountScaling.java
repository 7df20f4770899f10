package io.habitus.features.event;

/** How counts are scaled to [−1, 1]. */
public enum CountScaling {
  /** Yeo-Johnson with the maximum-likelihood λ, then min–max: FIP and MTL. */
  YEO_JOHNSON,
  /** Min–max alone: SRA. */
  MIN_MAX
}
