package io.habitus.ingest.shop;

/** Names of the streams of {@link Draws}: what a number is for is part of its position. */
final class Streams {
  static final int SEASONS = 0;
  static final int CATEGORIES = 1;
  static final int ITEMS = 2;
  static final int IDS = 3;
  static final int CLIENTS = 4;
  static final int VISITS = 5;

  private Streams() {}
}
