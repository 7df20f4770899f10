package io.habitus.ingest.shop;

import static io.habitus.ingest.shop.Behaviour.FACTORS;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the shop sells: categories and items with latent vectors, popularity, prices, launch days
 * and names. Items of a category are contiguous: {@code first[c] … first[c + 1] − 1}.
 */
final class Assortment {
  /** Integers of a name or query. */
  static final int CODE = 16;

  /** Pages that are about no item. */
  static final int ENTRANCE = 0;

  static final int CART = 1;
  static final int CASH_DESK = 2;
  static final int THANKS = 3;

  private static final int STATIC_PAGES = 4;
  private static final int NEWNESS_TABLE = 128;

  final int items;
  final int categories;

  /** First item of a category; (categories + 1). */
  final int[] first;

  /** Category of an item. */
  final int[] category;

  /** Latent vectors of categories and items; (count × F), standard normal. */
  final float[] categoryFactors;

  final float[] itemFactors;

  /** Popularity of a category and of an item inside its category. */
  final float[] categoryPopularity;

  final float[] popularity;

  /** Price bucket 0 … 99 by quantile over all items, and the standardised price in its category. */
  final byte[] price;

  final float[] relativePrice;

  /** Day on which the item is there for the first time; 0 for the old ones. */
  final int[] launch;

  /** Name codes 0 … 255; (items × 16). */
  final byte[] name;

  /** Category that complements a category: a permutation without short cycles. */
  final int[] complement;

  /** Chance to add the item to the cart; [sensitivity level][item]. */
  final float[][] add;

  private final float[] newness = new float[NEWNESS_TABLE];
  private final long[] skus;
  private final long[] urls;

  Assortment(ShopSettings settings) {
    items = settings.items();
    categories = settings.categories();
    Draws draws = new Draws().at(settings.seed(), Streams.CATEGORIES, 0, 0);
    categoryPopularity = categoryPopularity(draws);
    complement = complement(draws);
    categoryFactors = normals(categories * FACTORS, draws);
    float[] categoryPrice = normals(categories, draws);
    draws.at(settings.seed(), Streams.ITEMS, 0, 0);
    category = categoriesOfItems(draws);
    first = offsets();
    itemFactors = normals(items * FACTORS, draws);
    popularity = normals(items, draws);
    for (int i = 0; i < items; i++) {
      popularity[i] = (float) Curves.exp(1.2 * popularity[i]);
    }
    relativePrice = normals(items, draws);
    price = priceBuckets(categoryPrice);
    launch = launches(settings, draws);
    name = names(draws);
    add = addChances();
    for (int age = 0; age < NEWNESS_TABLE; age++) {
      newness[age] =
          (float) (1 + Behaviour.NEWNESS_BOOST * Curves.exp(-age / Behaviour.NEWNESS_DAYS));
    }
    draws.at(settings.seed(), Streams.IDS, 0, 0);
    skus = new Ids(items, 1, draws).all();
    urls = new Ids(STATIC_PAGES + categories + items, 1, draws).all();
  }

  /** How attractive the item's age makes it on a day; 0 before its launch. */
  float newness(int item, int day) {
    int age = day - launch[item];
    if (age < 0) {
      return 0;
    }
    return launch[item] == 0 || age >= NEWNESS_TABLE ? 1 : newness[age];
  }

  long sku(int item) {
    return skus[item];
  }

  int categoryPage(int ofCategory) {
    return STATIC_PAGES + ofCategory;
  }

  int itemPage(int item) {
    return STATIC_PAGES + categories + item;
  }

  long url(int page) {
    return urls[page];
  }

  private static float[] normals(int count, Draws draws) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = draws.normal();
    }
    return values;
  }

  /** Zipf-like over a random order. */
  private float[] categoryPopularity(Draws draws) {
    int[] order = shuffled(draws);
    float[] values = new float[categories];
    for (int rank = 0; rank < categories; rank++) {
      values[order[rank]] = (float) StrictMath.pow(rank + 3.0, -0.7);
    }
    return values;
  }

  private int[] complement(Draws draws) {
    int[] ring = shuffled(draws);
    int[] next = new int[categories];
    for (int at = 0; at < categories; at++) {
      next[ring[at]] = ring[(at + 1) % categories];
    }
    return next;
  }

  private int[] shuffled(Draws draws) {
    int[] order = IntStream.range(0, categories).toArray();
    for (int i = categories - 1; i > 0; i--) {
      int j = draws.below(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /** Every category has an item; the others fall by the square root of popularity. */
  private int[] categoriesOfItems(Draws draws) {
    float[] sizes = new float[categories];
    for (int c = 0; c < categories; c++) {
      sizes[c] = (float) StrictMath.sqrt(categoryPopularity[c]);
    }
    Choice choice = new Choice(categories);
    choice.set(sizes, categories);
    int[] of = new int[items];
    for (int i = 0; i < items; i++) {
      of[i] = i < categories ? i : choice.draw(draws);
    }
    Arrays.sort(of);
    return of;
  }

  private int[] offsets() {
    int[] at = new int[categories + 1];
    for (int c : category) {
      at[c + 1]++;
    }
    Arrays.parallelPrefix(at, Integer::sum);
    return at;
  }

  private byte[] priceBuckets(float[] categoryPrice) {
    long[] ranked = new long[items];
    for (int i = 0; i < items; i++) {
      float level = 8 + 0.8f * categoryPrice[category[i]] + 0.6f * relativePrice[i];
      ranked[i] = (long) (level * (1 << 24)) << 32 | i;
    }
    Arrays.sort(ranked);
    byte[] buckets = new byte[items];
    for (int rank = 0; rank < items; rank++) {
      buckets[(int) ranked[rank]] = (byte) (100L * rank / items);
    }
    return buckets;
  }

  /** The first item of every category is old, so that no category is ever empty. */
  private int[] launches(ShopSettings settings, Draws draws) {
    int[] days = new int[items];
    for (int i = 0; i < items; i++) {
      boolean fresh = draws.chance(settings.newItemShare());
      int day = 1 + draws.below(Math.max(1, settings.days() - 1));
      days[i] = fresh && i > first[category[i]] ? day : 0;
    }
    return days;
  }

  /** Code j = ⌊256 Φ(x_j)⌋ of a mixture of the category's, the item's and a private part. */
  private byte[] names(Draws draws) {
    float[] ofCategory = normals(CODE * FACTORS, draws);
    float[] ofItem = normals(CODE * FACTORS, draws);
    double scale = 1 / StrictMath.sqrt(FACTORS * (0.8 * 0.8 + 0.5 * 0.5) + 0.5);
    byte[] codes = new byte[items * CODE];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < CODE; j++) {
        double x = 0.7 * draws.normal();
        for (int f = 0; f < FACTORS; f++) {
          x += 0.8 * ofCategory[j * FACTORS + f] * categoryFactors[category[i] * FACTORS + f];
          x += 0.5 * ofItem[j * FACTORS + f] * itemFactors[i * FACTORS + f];
        }
        codes[i * CODE + j] = (byte) Curves.level(x * scale, 256);
      }
    }
    return codes;
  }

  private float[][] addChances() {
    float[][] chances = new float[Behaviour.SENSITIVITY_LEVELS][items];
    for (int level = 0; level < chances.length; level++) {
      double kappa = level * Behaviour.SENSITIVITY_STEP;
      for (int i = 0; i < items; i++) {
        double drawn =
            Behaviour.ADD * Curves.exp(-Behaviour.PRICE_IN_ADDING * kappa * relativePrice[i]);
        chances[level][i] = (float) Math.min(Behaviour.MOST_ADD, drawn);
      }
    }
    return chances;
  }
}
