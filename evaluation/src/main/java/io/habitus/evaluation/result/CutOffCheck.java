package io.habitus.evaluation.result;

/** Whether profiles are known to have seen no event of the target windows. */
public enum CutOffCheck {
  /** Their provenance names a cut-off that is not later than the split's train start. */
  VERIFIED,
  /** Their cut-off is not known, or there is no split to hold it against. Never read as passed. */
  UNVERIFIED
}
