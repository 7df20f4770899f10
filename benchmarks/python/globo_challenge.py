"""Makes a challenge directory of Globo's clicks for 8,000 seeded readers: a click is a product_buy, the
context of a session a page_visit. Data of the aggregated-features benchmark.

Usage: globo_challenge.py GLOBO_DIR OUT_DIR
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

CLIENTS = 8_000
SEED = 1278
END = pd.Timestamp("2017-10-17")


def buckets(words):
    """Words in 100 buckets of equally many articles."""
    return (words.rank(pct=True, method="average") * 99.999).fillna(0).astype("int64")


def main(source, out):
    clicks = pd.read_parquet(source / "clicks.parquet")
    clicks = clicks[clicks["click_time"] < END]
    readers = np.sort(clicks["user_id"].unique())
    chosen = np.random.default_rng(SEED).choice(readers, CLIENTS, replace=False)
    clicks = clicks[clicks["user_id"].isin(chosen)]
    articles = pd.read_csv(source / "articles.csv")
    out.mkdir(parents=True)
    buys = clicks.rename(columns={"user_id": "client_id", "click_time": "timestamp", "article_id": "sku"})
    buys[["client_id", "timestamp", "sku"]].to_parquet(out / "product_buy.parquet", index=False)
    visits = clicks.drop_duplicates("session_id").rename(columns={"user_id": "client_id", "session_start": "timestamp"})
    context = visits[["environment", "device_group", "os", "region", "referrer_type"]].astype("int64")
    visits["url"] = context.to_numpy() @ np.array([10**8, 10**6, 10**4, 10**2, 1])
    visits[["client_id", "timestamp", "url"]].to_parquet(out / "page_visit.parquet", index=False)
    products = pd.DataFrame(
        {
            "sku": articles["article_id"],
            "category": articles["category_id"].fillna(-1).astype("int64"),
            "price": buckets(articles["words_count"]),
            "name": "[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0]",
        }
    )
    products.drop_duplicates("sku").to_parquet(out / "product_properties.parquet", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
