package io.habitus.features.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What every column of an event's vector means. It is written beside a model, which refuses data
 * with another layout.
 *
 * @param version of the definitions of the columns
 * @param settings the rules they follow
 * @param eventTypes in the order of the one-hot
 * @param head columns of every event: one-hot, then time
 * @param blocks what follows the head, by kind of event, padded to the widest with −1
 * @param leftOut families that the schema has no data for, each with the reason
 */
public record SequenceLayout(
    int version,
    SequenceSettings settings,
    List<String> eventTypes,
    List<Column> head,
    List<Block> blocks,
    List<String> leftOut) {
  public static final int VERSION = 1;
  public static final String FILE = "layout.json";

  public SequenceLayout {
    eventTypes = List.copyOf(eventTypes);
    head = List.copyOf(head);
    blocks = List.copyOf(blocks);
    leftOut = List.copyOf(leftOut);
  }

  /** The layout of a schema: for the challenge's, the 59 columns of EmbedNBreakfast in order. */
  public static SequenceLayout of(Schema schema, SequenceSettings settings) {
    return Layouts.of(schema, settings);
  }

  /** Columns of one event's vector. */
  @JsonIgnore
  public int width() {
    return head.size() + blocks.stream().mapToInt(Block::width).max().orElse(0);
  }

  public void write(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /**
   * Reads {@link #FILE} of a folder.
   *
   * @throws InputException if it is missing, damaged, or of a version that this one cannot read
   */
  public static SequenceLayout read(Path folder) {
    SequenceLayout layout = Json.read(folder.resolve(FILE), SequenceLayout.class);
    if (layout.version != VERSION) {
      throw differs(folder.toString(), "version", VERSION, layout.version);
    }
    return layout;
  }

  /**
   * Returns if data has this layout, whatever seed its clusters were made with.
   *
   * @param data where the other layout comes from, for the message
   * @throws InputException naming the first difference
   */
  public void requireSame(SequenceLayout other, String data) {
    same(data, "version", version, other.version);
    same(data, "event types", eventTypes, other.eventTypes);
    same(data, "settings", settings.withSeed(0), other.settings.withSeed(0));
    same(data, "head", head, other.head);
    same(data, "number of blocks", blocks.size(), other.blocks.size());
    for (int b = 0; b < blocks.size(); b++) {
      same(data, "block " + blocks.get(b).name(), blocks.get(b), other.blocks.get(b));
    }
  }

  private static void same(String data, String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw differs(data, what, expected, found);
    }
  }

  private static InputException differs(String data, String what, Object expected, Object found) {
    return new InputException(
        Problem.inFile(
            data,
            "the event layout's " + what + " to be " + expected,
            String.valueOf(found),
            "Prepare the data with the layout that is written beside the model."));
  }
}
