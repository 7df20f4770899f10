package io.habitus.models.sequence;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.EventTables;
import io.habitus.features.event.Scalers;
import io.habitus.features.event.SequenceLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The event features that a fitted model expects of any window: its layout, its scalers where they
 * are not fitted anew, and its tables where they are not counted anew. Safe to use from several
 * threads.
 */
public final class WindowFeatures {
  private final SequenceLayout layout;
  private final Scalers scalers;
  private final boolean refit;
  private final @Nullable EventTables tables;
  private @Nullable Histories lastWindow;
  private @Nullable EventFeatures lastFeatures;

  private WindowFeatures(
      SequenceLayout layout, Scalers scalers, boolean refit, @Nullable EventTables tables) {
    this.layout = layout;
    this.scalers = scalers;
    this.refit = refit;
    this.tables = tables;
  }

  /** As fitted on a window that is not embedded. */
  public static WindowFeatures of(EventFeatures fitted, SequenceOptions options) {
    return new WindowFeatures(
        fitted.layout(),
        fitted.scalers(),
        options.refitScalers(),
        options.fixedTables() ? fitted.tables() : null);
  }

  /** As fitted on a window that is likely to be embedded next. */
  public static WindowFeatures of(EventFeatures fitted, Histories window, SequenceOptions options) {
    WindowFeatures features = of(fitted, options);
    features.lastWindow = window;
    features.lastFeatures = fitted;
    return features;
  }

  /** Reads what {@link #write} wrote. */
  static WindowFeatures read(Path folder, SequenceOptions options) {
    return new WindowFeatures(
        SequenceLayout.read(folder),
        Scalers.read(folder),
        options.refitScalers(),
        options.fixedTables() ? EventTables.load(folder) : null);
  }

  void write(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("creating " + folder, e);
    }
    layout.write(folder);
    scalers.write(folder);
    if (tables != null) {
      tables.save(folder);
    }
  }

  SequenceLayout layout() {
    return layout;
  }

  /**
   * The features of a window.
   *
   * @throws io.habitus.core.problem.InputException if its layout is another one, or its store is
   *     not the tables'
   */
  synchronized EventFeatures of(Histories window, RunContext context) {
    if (lastFeatures != null && window == lastWindow) {
      return lastFeatures;
    }
    SequenceLayout.of(window.schema(), layout.settings()).requireSame(layout, "the histories");
    EventFeatures features = fit(window, context);
    lastWindow = window;
    lastFeatures = features;
    return features;
  }

  private EventFeatures fit(Histories window, RunContext context) {
    if (tables != null) {
      return EventFeatures.of(window, layout.settings(), tables, scalers);
    }
    return refit
        ? EventFeatures.fit(window, layout.settings(), context)
        : EventFeatures.fitTables(window, layout.settings(), scalers, context);
  }
}
