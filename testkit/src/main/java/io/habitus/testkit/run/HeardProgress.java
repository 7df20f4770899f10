package io.habitus.testkit.run;

import io.habitus.core.run.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Keeps the notes of a run, and calls a test that wants to stop it or to slow it down. */
public final class HeardProgress implements Progress {
  private final List<String> notes;
  private final Consumer<String> started;
  private final ObjLongConsumer<String> advanced;
  private final Consumer<String> noted;

  private HeardProgress(
      List<String> notes,
      Consumer<String> started,
      ObjLongConsumer<String> advanced,
      Consumer<String> noted) {
    this.notes = notes;
    this.started = started;
    this.advanced = advanced;
    this.noted = noted;
  }

  /** Keeps the notes. */
  public HeardProgress() {
    this(new CopyOnWriteArrayList<>(), what -> {}, (what, units) -> {}, note -> {});
  }

  /** The same that also calls with what a step does when it begins. */
  public HeardProgress onStart(Consumer<String> call) {
    return new HeardProgress(notes, call, advanced, noted);
  }

  /** The same that also calls with what a step does and how many units more are done. */
  public HeardProgress onAdvance(ObjLongConsumer<String> call) {
    return new HeardProgress(notes, started, call, noted);
  }

  /** The same that also calls with every note. */
  public HeardProgress onNote(Consumer<String> call) {
    return new HeardProgress(notes, started, advanced, call);
  }

  /** So far. */
  public List<String> notes() {
    return notes;
  }

  @Override
  public Step start(String what, long total, String unit) {
    started.accept(what);
    return new Step() {
      @Override
      public void advance(long units) {
        advanced.accept(what, units);
      }

      @Override
      public void say(String detail) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void note(String message) {
    notes.add(message);
    noted.accept(message);
  }
}
