package io.habitus.pipeline.report;

import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.steer.SteeringCurve;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a recommender that learned from events before a cut-off did after it.
 *
 * @param model its name
 * @param taking what counts as taking an item, such as {@code add_to_cart}
 * @param content where vectors of new items come from; empty: they have none
 * @param cutOff nothing at or after it was learned from
 * @param validationFrom from here to the cut-off decided when training stopped
 * @param learned what it was learned from
 * @param cases clients who were asked about: each one's first item after the cut-off
 * @param coldCases those of them whose item nobody had taken in training
 * @param table the model and others, beside each other
 * @param lists of some clients
 * @param listed clients whom those were taken from
 * @param pleased of them, those who took an item of their list after the cut-off
 * @param newItem of the items that came after the cut-off, the one that most clients took
 * @param feature of an autoencoder of its hidden states: of those with the surest names the one
 *     with the largest F1
 * @param curve what setting that feature does
 */
public record RecommenderFacts(
    String model,
    String taking,
    Optional<String> content,
    Instant cutOff,
    Instant validationFrom,
    Learned learned,
    int cases,
    int coldCases,
    List<Ranked> table,
    List<ClientList> lists,
    int listed,
    int pleased,
    Optional<NewItem> newItem,
    Optional<Feature> feature,
    Optional<SteeringCurve> curve) {

  public RecommenderFacts {
    table = List.copyOf(table);
    lists = List.copyOf(lists);
  }

  /** Clients, interactions and distinct items before the cut-off. */
  public record Learned(int clients, int interactions, int items) {}

  /** A mean with its interval over clients. */
  public record Value(double mean, double low, double high) {}

  /**
   * One row of the comparison: full ranking, items that the client had before left out.
   *
   * @param name of the model
   * @param ndcg NDCG@10
   * @param hits HR@10
   * @param coldHits HR@10 of cases with a cold item; empty where there are none
   */
  public record Ranked(String name, Value ndcg, Value hits, Optional<Value> coldHits) {}

  /**
   * The list of one client.
   *
   * @param client what to call it
   * @param newest the client's newest items before the cut-off, newest first
   * @param items recommended, best first
   */
  public record ClientList(String client, List<String> newest, List<Listed> items) {
    public ClientList {
      newest = List.copyOf(newest);
      items = List.copyOf(items);
    }
  }

  /**
   * An item of a list.
   *
   * @param item in words
   * @param score comparable within the list
   * @param taken whether the client took it after the cut-off
   */
  public record Listed(String item, double score, boolean taken) {}

  /**
   * Where an item ranks that nobody had taken before the cut-off, by its content alone, among all
   * items that were learned and itself.
   *
   * @param item in words
   * @param newItems how many items came after the cut-off
   * @param candidates items that it was ranked among
   * @param clients for whom it was ranked: those with a history at the cut-off
   * @param medianRank over them
   * @param inTop of them, those with the item among their first ten
   * @param takers of them, those who took it afterwards
   * @param takersMedianRank over the takers
   * @param takersInTop takers with the item among their first ten
   * @param pairs share of pairs of a taker and another client in which the taker's rank is better;
   *     half for equal ranks; 0.5 is chance
   */
  public record NewItem(
      String item,
      int newItems,
      int candidates,
      int clients,
      int medianRank,
      int inTop,
      int takers,
      int takersMedianRank,
      int takersInTop,
      double pairs) {}

  /**
   * A feature and its name.
   *
   * @param number of the feature
   * @param features how many there are
   * @param active of them in a state, on average
   * @param explained share of the states' variance
   * @param sure features whose names are sure
   * @param likely features whose names are likely
   * @param guesses features whose names are guesses
   * @param name with how sure; its numbers are of items that had no part in choosing it
   * @param density share of states in which it is active
   * @param largest activation
   * @param raised items that it raises most, in words
   */
  public record Feature(
      int number,
      int features,
      double active,
      double explained,
      long sure,
      long likely,
      long guesses,
      FeatureName name,
      double density,
      double largest,
      List<String> raised) {
    public Feature {
      raised = List.copyOf(raised);
    }
  }
}
