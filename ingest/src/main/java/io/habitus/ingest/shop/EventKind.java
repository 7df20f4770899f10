package io.habitus.ingest.shop;

/** The challenge's event types: their files and their last column. */
enum EventKind {
  PRODUCT_BUY("product_buy", "sku"),
  ADD_TO_CART("add_to_cart", "sku"),
  REMOVE_FROM_CART("remove_from_cart", "sku"),
  PAGE_VISIT("page_visit", "url"),
  SEARCH_QUERY("search_query", "query");

  private final String table;
  private final String column;

  EventKind(String table, String column) {
    this.table = table;
    this.column = column;
  }

  String table() {
    return table;
  }

  String column() {
    return column;
  }
}
