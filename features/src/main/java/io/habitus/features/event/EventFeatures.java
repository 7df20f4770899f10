package io.habitus.features.event;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The unified event sequence of one data set: layout, global tables and scalers. Safe to use from
 * several threads, each with its own {@link #vectorizer}.
 *
 * {@snippet :
 * EventFeatures features = EventFeatures.fit(histories, SequenceSettings.sra(), context);
 * EventVectorizer vectorizer = features.vectorizer();
 * int rows = vectorizer.fill(cursor.events(), into); // (rows, 59)
 * }
 */
public final class EventFeatures {
  private final SequenceLayout layout;
  private final EventTables tables;
  private final Scalers scalers;
  private final Attributes attributes;
  private final long endMicros;

  private EventFeatures(
      SequenceLayout layout,
      EventTables tables,
      Scalers scalers,
      Attributes attributes,
      long endMicros) {
    this.layout = layout;
    this.tables = tables;
    this.scalers = scalers;
    this.attributes = attributes;
    this.endMicros = endMicros;
  }

  /** Fits tables and scalers on a window, to be used on the same one, as published. */
  public static EventFeatures fit(
      Histories histories, SequenceSettings settings, RunContext context) {
    TablesFit fit = new TablesFit(histories, settings, context);
    EventTables tables = fit.fit();
    Scalers scalers = Scalers.fit(histories, settings, tables, fit.attributes(), context);
    return of(histories.schema(), settings, tables, scalers, fit.attributes());
  }

  /**
   * Tables of this window, scalers of another one: what a model that was trained elsewhere expects.
   */
  public static EventFeatures fitTables(
      Histories histories, SequenceSettings settings, Scalers scalers, RunContext context) {
    TablesFit fit = new TablesFit(histories, settings, context);
    return of(histories.schema(), settings, fit.fit(), scalers, fit.attributes());
  }

  /**
   * Puts fitted parts together.
   *
   * @param histories any window of the store whose codes the tables know
   * @throws io.habitus.core.problem.InputException if the tables belong to another store
   */
  public static EventFeatures of(
      Histories histories, SequenceSettings settings, EventTables tables, Scalers scalers) {
    Attributes attributes = attributes(histories, settings, tables);
    return of(histories.schema(), settings, tables, scalers, attributes);
  }

  private static EventFeatures of(
      Schema schema,
      SequenceSettings settings,
      EventTables tables,
      Scalers scalers,
      Attributes attributes) {
    SequenceLayout layout = SequenceLayout.of(schema, settings);
    requireFit(layout, scalers);
    return new EventFeatures(layout, tables, scalers, attributes, tables.endMicros());
  }

  private static void requireFit(SequenceLayout layout, Scalers scalers) {
    int[] expected = layout.blocks().stream().mapToInt(Block::width).toArray();
    int[] found = scalers.blocks().stream().mapToInt(List::size).toArray();
    if (layout.head().size() != scalers.head().size() || !Arrays.equals(expected, found)) {
      throw new UsageException(
          "scalers: expected a head of %d columns and blocks of %s, found %d and %s"
              .formatted(
                  layout.head().size(),
                  Arrays.toString(expected),
                  scalers.head().size(),
                  Arrays.toString(found)));
    }
  }

  static Attributes attributes(Histories histories, SequenceSettings settings, EventTables tables) {
    tables.marks.require(histories);
    Attributes attributes = new Attributes(histories, new Families(histories.schema(), settings));
    attributes.cluster(tables.means);
    return attributes;
  }

  /** Reads what {@link #save} wrote, for a window of the store that it was fitted on. */
  public static EventFeatures load(Path folder, Histories histories) {
    SequenceLayout layout = SequenceLayout.read(folder);
    SequenceLayout.of(histories.schema(), layout.settings()).requireSame(layout, folder.toString());
    return of(histories, layout.settings(), EventTables.load(folder), Scalers.read(folder));
  }

  /** Writes layout, tables and scalers into an existing folder. */
  public void save(Path folder) {
    layout.write(folder);
    tables.save(folder);
    scalers.write(folder);
  }

  /** The same features seen from another end of the data; causal columns do not change. */
  public EventFeatures at(long newEndMicros) {
    return new EventFeatures(layout, tables, scalers, attributes, newEndMicros);
  }

  public SequenceLayout layout() {
    return layout;
  }

  public EventTables tables() {
    return tables;
  }

  public Scalers scalers() {
    return scalers;
  }

  /** Columns of one event. */
  public int width() {
    return layout.width();
  }

  /** A new reader for one thread. */
  public EventVectorizer vectorizer() {
    return new EventVectorizer(
        layout.width(),
        RowReader.of(layout, attributes, tables, endMicros),
        new RowScaler(layout, scalers));
  }

  /**
   * The state of a client without events.
   *
   * @throws UsageException if the layout is retrospective
   */
  public CausalState newState() {
    if (layout.settings().outlook() != Outlook.CAUSAL) {
      throw new UsageException(
          "a retrospective layout has no state: use SequenceSettings.causal()");
    }
    return new CausalState(layout.settings(), attributes, tables);
  }

  /** The state that {@link CausalState#toBytes} wrote. */
  public CausalState readState(byte[] bytes) {
    CausalState state = newState();
    CausalStateBytes.read(bytes, state);
    return state;
  }

  /** A new function that advances states of the causal layout; one per thread. */
  public CausalStep causalStep() {
    newState();
    return new CausalStep(layout, attributes, tables, scalers);
  }

  /**
   * The row that stands for "nothing happened": the first visit block's flag is 1, time and the
   * block's values are 0, the rest is −1, with recency weight 1. Where the schema has no visit, no
   * flag is set, time is 0 and the rest −1.
   *
   * @param into receives {@link #width} values from {@code offset} on
   */
  public void neutralRow(float[] into, int offset) {
    int head = layout.head().size();
    Arrays.fill(into, offset, offset + head, 0);
    Arrays.fill(into, offset + head, offset + width(), -1);
    Families families = attributes.families();
    for (Families.Session session : families.sessions()) {
      if (!session.search()) {
        int block = families.sessions().indexOf(session) + (families.product() == null ? 0 : 1);
        int used = layout.blocks().get(block).width();
        Arrays.fill(into, offset + head, offset + head + used, 0);
        into[offset + session.type()] = 1;
        return;
      }
    }
  }
}
