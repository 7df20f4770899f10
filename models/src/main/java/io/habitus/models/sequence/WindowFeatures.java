package io.habitus.models.sequence;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.Scalers;
import io.habitus.features.event.SequenceLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The event features that a fitted model expects of any window: its layout, and its scalers where
 * they are not fitted anew. Tables are always counted over the window that is embedded. Safe to use
 * from several threads.
 */
public final class WindowFeatures {
  private final SequenceLayout layout;
  private final Scalers scalers;
  private final boolean refit;
  private @Nullable Histories lastWindow;
  private @Nullable EventFeatures lastFeatures;

  private WindowFeatures(SequenceLayout layout, Scalers scalers, boolean refit) {
    this.layout = layout;
    this.scalers = scalers;
    this.refit = refit;
  }

  /** As fitted on a window that is not embedded. */
  public static WindowFeatures of(EventFeatures fitted, boolean refit) {
    return new WindowFeatures(fitted.layout(), fitted.scalers(), refit);
  }

  /** As fitted on a window that is likely to be embedded next. */
  public static WindowFeatures of(EventFeatures fitted, Histories window, boolean refit) {
    WindowFeatures features = of(fitted, refit);
    features.lastWindow = window;
    features.lastFeatures = fitted;
    return features;
  }

  /** Reads what {@link #write} wrote. */
  static WindowFeatures read(Path folder, boolean refit) {
    return new WindowFeatures(SequenceLayout.read(folder), Scalers.read(folder), refit);
  }

  void write(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("creating " + folder, e);
    }
    layout.write(folder);
    scalers.write(folder);
  }

  SequenceLayout layout() {
    return layout;
  }

  /**
   * The features of a window.
   *
   * @throws io.habitus.core.problem.InputException if its layout is another one
   */
  synchronized EventFeatures of(Histories window, RunContext context) {
    if (lastFeatures != null && window == lastWindow) {
      return lastFeatures;
    }
    SequenceLayout.of(window.schema(), layout.settings()).requireSame(layout, "the histories");
    EventFeatures features =
        refit
            ? EventFeatures.fit(window, layout.settings(), context)
            : EventFeatures.fitTables(window, layout.settings(), scalers, context);
    lastWindow = window;
    lastFeatures = features;
    return features;
  }
}
