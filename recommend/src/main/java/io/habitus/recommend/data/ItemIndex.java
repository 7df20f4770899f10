package io.habitus.recommend.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Items by number, 0 … size − 1, and the ids that the log gives them. */
public final class ItemIndex {
  private final List<String> ids;
  private final Map<String, Integer> numbers;

  /** Items in the order of their numbers; ids are distinct. */
  public ItemIndex(List<String> ids) {
    this.ids = List.copyOf(ids);
    numbers = HashMap.newHashMap(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      if (numbers.put(ids.get(i), i) != null) {
        throw new IllegalArgumentException("item " + ids.get(i) + " is listed twice");
      }
    }
  }

  public int size() {
    return ids.size();
  }

  /** Id of an item. */
  public String id(int item) {
    return ids.get(item);
  }

  /** Ids by number. */
  public List<String> ids() {
    return ids;
  }

  /** Number of an item, or −1 where there is none of that id. */
  public int find(String id) {
    return numbers.getOrDefault(id, -1);
  }

  /** Numbers of items, in order; ids that are not there are left out. */
  public int[] known(Collection<String> wanted) {
    return wanted.stream().mapToInt(this::find).filter(item -> item >= 0).toArray();
  }
}
