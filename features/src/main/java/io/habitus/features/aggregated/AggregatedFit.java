package io.habitus.features.aggregated;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.features.aggregated.AggregatedLayout.Block;
import io.habitus.features.aggregated.AggregatedLayout.Mean;
import io.habitus.features.frequency.TopValues;
import io.habitus.features.frequency.ValueCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Learns the layout of aggregated features: frequent values and last events of the clients. */
public final class AggregatedFit {
  private final Histories input;
  private final Schema schema;
  private final ValueCounts counts;
  private final int top;

  private AggregatedFit(Histories input, ValueCounts counts, int top) {
    this.input = input;
    this.schema = input.schema();
    this.counts = counts;
    this.top = top;
  }

  /**
   * One pass over the input. An event type without events is left out and said so.
   *
   * @param clients whose events count; others' do not
   * @param top how many frequent values of each field
   * @param windowDays lengths of the windows in days
   */
  public static AggregatedLayout layout(
      Histories input, ClientSet clients, int top, List<Integer> windowDays, RunContext context) {
    AggregatedFit fit = new AggregatedFit(input, ValueCounts.of(input, clients, context), top);
    List<Block> blocks = new ArrayList<>();
    for (int type : fit.typesInOrder()) {
      if (fit.counts.events(type) > 0) {
        blocks.add(fit.block(type));
      } else {
        String name = fit.schema.eventTypes().get(type).name();
        context.progress().note("aggregated features: no " + name + " events, block left out");
      }
    }
    return new AggregatedLayout(blocks, windowDays, input.untilMicros());
  }

  /**
   * The order of blocks: the target event, then types of nothing but code vectors, then the others
   * as in the schema. In the challenge: buy, search, add, remove, visit, as the organisers have it.
   */
  private List<Integer> typesInOrder() {
    List<Integer> types = new ArrayList<>();
    for (int type = 0; type < schema.eventTypes().size(); type++) {
      types.add(type);
    }
    int target = schema.eventType(schema.targetEvent());
    types.sort(
        Comparator.comparingInt((Integer type) -> type == target ? 0 : onlyCodes(type) ? 1 : 2));
    return types;
  }

  private boolean onlyCodes(int type) {
    List<String> fields = schema.eventTypes().get(type).fields();
    return !fields.isEmpty()
        && fields.stream()
            .allMatch(name -> schema.fields().get(schema.field(name)).kind() == FieldKind.CODES);
  }

  private Block block(int type) {
    EventType eventType = schema.eventTypes().get(type);
    List<TopValues> tops = TopValues.of(input, counts, type, top);
    List<Mean> means = new ArrayList<>();
    for (String name : eventType.fields()) {
      Field field = schema.fields().get(schema.field(name));
      if (field.kind() == FieldKind.CODES) {
        means.add(new Mean(name, field.width()));
      }
    }
    return new Block(eventType.name(), !onlyCodes(type), counts.lastMicros(type), tops, means);
  }
}
