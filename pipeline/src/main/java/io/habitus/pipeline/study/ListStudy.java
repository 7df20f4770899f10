package io.habitus.pipeline.study;

import io.habitus.core.run.RunContext;
import io.habitus.pipeline.report.RecommenderFacts.ClientList;
import io.habitus.pipeline.report.RecommenderFacts.Listed;
import io.habitus.recommend.Recommendation;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.Recommending;
import io.habitus.recommend.data.Interactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lists of some clients as of the cut-off. They are taken at equal distances from those with five
 * items before the cut-off and one after it, so that nobody chose those who came out well.
 */
final class ListStudy {
  private static final int CLIENTS = 2;
  private static final int ITEMS = 5;

  private final BeforeAndAfter data;
  private final ItemWords words;
  private final int[] able; // places in all interactions

  /** What to call a client. */
  @FunctionalInterface
  interface Naming {
    String of(long client, int place);
  }

  ListStudy(BeforeAndAfter data, ItemWords words) {
    this.data = data;
    this.words = words;
    able =
        IntStream.range(0, data.all().size())
            .filter(user -> data.takenAfter(user).length > 0 && before(user) >= ITEMS)
            .toArray();
  }

  /** Those whom clients are taken from. */
  int clients() {
    return able.length;
  }

  /** Of those, how many took an item of their list. */
  int pleased(Recommender model, RunContext context) {
    int[] places =
        Arrays.stream(able).map(user -> data.past().find(data.all().userId(user))).toArray();
    int[] pleased = {0};
    new Recommending(model, Recommending.Rules.best(ITEMS))
        .forEach(
            data.past(),
            places,
            context,
            (list, place) -> {
              Set<String> taken = taken(able[place]);
              pleased[0] += list.stream().anyMatch(each -> taken.contains(each.item())) ? 1 : 0;
            });
    return pleased[0];
  }

  private Set<String> taken(int user) {
    return Arrays.stream(data.takenAfter(user))
        .mapToObj(data.all().items()::id)
        .collect(Collectors.toSet());
  }

  /**
   * The lists.
   *
   * @param model over items of the past
   * @param name what to call a client, by its id and its place among the lists
   */
  List<ClientList> of(Recommender model, Naming name, RunContext context) {
    List<ClientList> lists = new ArrayList<>();
    for (int n = 0; n < Math.min(CLIENTS, able.length); n++) {
      int user = able[(int) ((2L * n + 1) * able.length / (2 * CLIENTS))];
      lists.add(list(model, user, name.of(data.all().userId(user), n), context));
    }
    return lists;
  }

  /** Items of a client before the cut-off. */
  private int before(int user) {
    int place = data.past().find(data.all().userId(user));
    return place < 0 ? 0 : data.past().length(place);
  }

  private ClientList list(Recommender model, int user, String name, RunContext context) {
    long id = data.all().userId(user);
    Interactions past = data.past();
    int place = past.find(id);
    List<String> history =
        Arrays.stream(past.history(place, past.length(place))).mapToObj(past.items()::id).toList();
    Set<String> taken = taken(user);
    List<Listed> items = new ArrayList<>();
    new Recommending(model, Recommending.Rules.best(ITEMS))
        .forEach(
            past,
            new int[] {place},
            context,
            (list, at) -> {
              for (Recommendation each : list) {
                boolean wasTaken = taken.contains(each.item());
                items.add(new Listed(words.of(each.item()), each.score(), wasTaken));
              }
            });
    List<String> newest =
        history.reversed().stream().distinct().limit(ITEMS).map(words::of).toList();
    return new ClientList(name, newest, items);
  }
}
