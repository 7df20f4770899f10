package io.habitus.features.event;

/** What a column holds; it decides how the column is scaled. */
public enum ColumnKind {
  /** One-hot event type or a yes/no; stays 0 or 1. */
  FLAG,
  /** Hour, weekday or day of month with its fixed range. */
  TIME,
  /** A number of events: Yeo-Johnson or min–max, by the settings. */
  COUNT,
  /** Events in one week: always Yeo-Johnson. */
  WEEKLY,
  /** Target events by events of the type before it: min–max. */
  RATE,
  /** Price: min–max. */
  PRICE,
  /** Seconds: min–max. */
  DURATION,
  /** Bits: log1p, then min–max. */
  ENTROPY,
  /** Days since the client's previous event: log1p, then min–max. */
  GAP,
  /** One integer 0..255 of a quantised text; one minimum and maximum for the block's codes. */
  CODE
}
