"""From a challenge directory to padded training batches of EmbedNBreakfast's 59 columns, in the manner of the published system.

Preparation: polars, one join per feature, scikit-learn scalers. Batches: a Dataset that makes one tensor per field and event
and concatenates them, a DataLoader that pads. With --rows numpy the Dataset slices one float32 matrix instead, which is what the
published system could have done. Settings are SRA's: counts by min-max, 21 weeks.

Prints one JSON object: seconds, rows, and the sum of every column over all rows, for comparison. Requirements:
event_features_polars.txt beside this file.
"""
import argparse
import json
import time
from pathlib import Path

import numpy as np
import polars as pl
import torch
from sklearn.cluster import KMeans
from sklearn.preprocessing import MinMaxScaler, PowerTransformer
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset

TYPES = ["product_buy", "add_to_cart", "remove_from_cart", "page_visit", "search_query"]
PRODUCT = TYPES[:3]
KINDS = ["buy", "add", "remove"]
WEEKS = 21
GAP = pl.duration(minutes=40)
NEAR = pl.duration(minutes=5)


def read(folder: Path, name: str) -> pl.DataFrame:
    table = pl.read_parquet(folder / f"{name}.parquet")
    if table["timestamp"].dtype == pl.String:
        table = table.with_columns(pl.col("timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S"))
    return table.with_columns(pl.col("timestamp").dt.replace_time_zone(None).dt.cast_time_unit("us"))


def vectors(column: pl.Series) -> np.ndarray:
    lists = column.str.extract_all(r"\d+").list.eval(pl.element().cast(pl.Int32))
    return np.array(lists.to_list(), dtype=np.float32)


def entropy_of(table: pl.DataFrame, group: str, over: str, name: str) -> pl.DataFrame:
    """Entropy in bits of each group's distribution over the values of another column."""
    counts = table.drop_nulls([group, over]).group_by(group, over).len()
    share = (pl.col("len") / pl.col("len").sum()).over(group)
    return counts.with_columns(p=share).group_by(group).agg((-(pl.col("p") * pl.col("p").log(2)).sum()).alias(name))


def product_counts(products: pl.DataFrame, keys: list[str], prefix: str) -> pl.DataFrame:
    return products.drop_nulls(keys).group_by(keys).agg(
        [(pl.col("type") == t).sum().alias(f"{prefix}_{k}") for t, k in enumerate(KINDS)])


def rate(prefix: str) -> pl.Expr:
    buys, adds = pl.col(f"{prefix}_buy"), pl.col(f"{prefix}_add")
    return pl.when(adds > 0).then(buys / adds).otherwise((buys > 0).cast(pl.Float64)).alias(f"{prefix}_rate")


def sessions(events: pl.DataFrame) -> pl.DataFrame:
    """Numbers each client's sessions; rows must be in the order of client and time."""
    gap = pl.col("timestamp").diff().over("client_id")
    return events.with_columns(session=(gap.is_null() | (gap >= GAP)).cast(pl.Int32).cum_sum().over("client_id"))


def collapse(events: pl.DataFrame, value: str, products: pl.DataFrame) -> pl.DataFrame:
    """One row per session, with its duration and what was bought or put into a cart near it."""
    rows = events.group_by("client_id", "session", maintain_order=True).agg(
        pl.col("timestamp").first(), pl.col(value).first(), end=pl.col("timestamp").last(), type=pl.col("type").first())
    rows = rows.with_columns(duration=(pl.col("end") - pl.col("timestamp")).dt.total_seconds()).sort("timestamp")
    near = products.sort("timestamp").join_asof(
        rows.select("client_id", "timestamp", "session", "end"), on="timestamp", by="client_id", strategy="backward")
    near = near.filter(pl.col("timestamp") <= pl.col("end") + NEAR).group_by("client_id", "session").agg(
        nearby=pl.len(), top_sku=pl.col("top_sku").max(), top_category=pl.col("top_category").max())
    return rows.join(near, on=["client_id", "session"], how="left").with_columns(
        pl.col("nearby", "top_sku", "top_category").fill_null(0))


def top(products: pl.DataFrame, key: str) -> list:
    bought = products.filter(pl.col("type") == 0).drop_nulls(key).group_by(key).len()
    return bought.sort(["len", key], descending=[True, False]).head(150)[key].to_list()


class Scaled:
    """Columns of one block, scaled and in order."""

    def __init__(self, table: pl.DataFrame):
        self.table, self.columns = table, []

    def flag(self, *names):
        for name in names:
            self.columns.append(self.table[name].to_numpy().astype(np.float64))

    def linear(self, *names):
        for name in names:
            values = self.table[name].to_numpy().astype(np.float64).reshape(-1, 1)
            self.columns.append(MinMaxScaler((-1, 1)).fit_transform(values)[:, 0])

    def log(self, *names):
        for name in names:
            values = np.log1p(np.maximum(0, self.table[name].to_numpy().astype(np.float64))).reshape(-1, 1)
            self.columns.append(MinMaxScaler((-1, 1)).fit_transform(values)[:, 0])

    def power(self, *names):
        for name in names:
            values = self.table[name].to_numpy().astype(np.float64).reshape(-1, 1)
            power = PowerTransformer(method="yeo-johnson").fit_transform(values) if values.min() < values.max() else values
            self.columns.append(MinMaxScaler((-1, 1)).fit_transform(power)[:, 0])

    def codes(self, matrix: np.ndarray):
        low, high = matrix.min(), matrix.max()
        self.columns.extend(((matrix - low) * 2 / (high - low) - 1).T)


def prepare(folder: Path):
    products = pl.concat([read(folder, name).with_columns(type=pl.lit(t)).select("client_id", "timestamp", "type", "sku")
                          for t, name in enumerate(PRODUCT)])
    items = pl.read_parquet(folder / "product_properties.parquet")
    names = vectors(items["name"])
    seen = items["sku"].is_in(products["sku"].unique().to_list()).to_numpy()
    item_means = KMeans(min(100, int(seen.sum())), n_init=1, random_state=0).fit(names[seen])
    items = items.select("sku", "category", "price", cluster=pl.Series(item_means.predict(names)), name_row=pl.int_range(pl.len()))
    products = products.join(items, on="sku", how="left", maintain_order="left").sort("client_id", "timestamp", maintain_order=True)
    products = products.with_columns(top_sku=pl.col("sku").is_in(top(products, "sku")).cast(pl.Int8),
                                     top_category=pl.col("category").is_in(top(products, "category")).cast(pl.Int8))
    visits = read(folder, "page_visit").with_columns(type=pl.lit(3)).sort("client_id", "timestamp", maintain_order=True)
    searches = read(folder, "search_query").with_columns(type=pl.lit(4)).sort("client_id", "timestamp", maintain_order=True)
    distinct = searches.select("query").unique(maintain_order=True).with_row_index("query_row")
    query_vectors = vectors(distinct["query"])
    weights = distinct.join(searches.group_by("query").len(), on="query", how="left", maintain_order="left")["len"].to_numpy()
    query_means = KMeans(min(100, len(distinct)), n_init=1, random_state=0).fit(query_vectors, sample_weight=weights)
    distinct = distinct.with_columns(cluster=pl.Series(query_means.labels_))
    searches = searches.join(distinct, on="query", how="left", maintain_order="left")
    end = max(t["timestamp"].max() for t in (products, visits, searches))

    visits, searches = sessions(visits), sessions(searches)
    visit_rows, search_rows = collapse(visits, "url", products), collapse(searches, "query", products)
    search_rows = search_rows.join(distinct, on="query", how="left", maintain_order="left")

    # Product block.
    rows = products
    for keys, prefix in ((["client_id", "sku"], "pair"), (["client_id"], "client"), (["sku"], "item"),
                         (["client_id", "cluster"], "client_cluster"), (["cluster"], "cluster"),
                         (["client_id", "category"], "client_category"), (["category"], "category")):
        rows = rows.join(product_counts(products, keys, prefix), on=keys, how="left", maintain_order="left")
    for over in ("sku", "cluster", "category"):
        rows = rows.join(entropy_of(products, "client_id", over, f"client_{over}_entropy"), on="client_id", how="left", maintain_order="left")
        rows = rows.join(entropy_of(products, over, "client_id", f"{over}_entropy"), on=over, how="left", maintain_order="left")
    rows = rows.with_columns([rate(p) for p in ("pair", "client", "item", "category", "client_category")])
    rows = rows.with_columns(price=(pl.col("price") + 1) / 100).fill_null(0)
    three = lambda prefix: [f"{prefix}_{k}" for k in KINDS]
    block = Scaled(rows)
    block.linear(*three("pair"))
    block.log("client_sku_entropy", "client_cluster_entropy", "client_category_entropy")
    block.linear("pair_rate", "client_rate", "item_rate", *three("client"))
    block.flag("top_sku")
    block.linear(*three("client_cluster"), *three("cluster"))
    block.log("cluster_entropy", "sku_entropy")
    block.linear(*three("item"))
    block.flag("top_category")
    block.linear(*three("client_category"), "category_rate", "client_category_rate", *three("category"))
    block.log("category_entropy")
    block.linear("price")
    block.codes(names[rows["name_row"].to_numpy()])
    blocks = [(rows, block)]

    # Visit block.
    kept = pl.concat([t.select("client_id", "timestamp") for t in (products, visit_rows, search_rows)])
    week = (pl.lit(end) - pl.col("timestamp")).dt.total_microseconds() // (7 * 86_400_000_000)
    weekly = kept.with_columns(week=week).group_by("client_id").agg([(pl.col("week") == w).sum().alias(f"week_{w}") for w in range(WEEKS)])
    rows = visit_rows.join(visits.group_by("client_id", "url").agg(pair=pl.len()), on=["client_id", "url"], how="left", maintain_order="left")
    rows = rows.join(visits.group_by("client_id").agg(client=pl.len()), on="client_id", how="left", maintain_order="left")
    rows = rows.join(visits.group_by("url").agg(value=pl.len()), on="url", how="left", maintain_order="left")
    rows = rows.join(entropy_of(visit_rows, "url", "client_id", "value_entropy"), on="url", how="left", maintain_order="left")
    rows = rows.join(weekly, on="client_id", how="left", maintain_order="left").fill_null(0)
    block = Scaled(rows)
    block.linear("pair", "client")
    block.log("value_entropy")
    block.linear("value")
    block.flag("top_sku", "top_category")
    block.linear("nearby", "duration")
    block.power(*[f"week_{w}" for w in range(WEEKS)])
    blocks.append((rows, block))

    # Search block.
    rows = search_rows
    for keys, name in ((["client_id", "query"], "pair"), (["client_id"], "client"), (["query"], "value"), (["cluster"], "cluster_count"),
                       (["client_id", "cluster"], "client_cluster")):
        rows = rows.join(searches.group_by(keys).agg(pl.len().alias(name)), on=keys, how="left", maintain_order="left")
    for group, over, name in (("client_id", "query", "client_entropy"), ("client_id", "cluster", "client_cluster_entropy"),
                              ("query", "client_id", "value_entropy"), ("cluster", "client_id", "cluster_entropy")):
        rows = rows.join(entropy_of(search_rows, group, over, name), on=group, how="left", maintain_order="left")
    block = Scaled(rows)
    block.linear("pair", "client")
    block.log("client_entropy", "client_cluster_entropy")
    block.linear("value", "cluster_count", "client_cluster")
    block.log("value_entropy", "cluster_entropy")
    block.flag("top_sku", "top_category")
    block.linear("nearby", "duration")
    block.codes(query_vectors[rows["query_row"].to_numpy()])
    blocks.append((rows, block))
    return assemble(blocks, end)


def assemble(blocks, end):
    """One table: head, block, padding, times the recency weight; ordered by client and time."""
    parts = []
    for rows, block in blocks:
        width = len(block.columns)
        head = rows.select("client_id", "timestamp", "type").with_columns(
            [(pl.col("type") == t).cast(pl.Float32).alias(f"c{t}") for t in range(5)]
            + [(2 * pl.col("timestamp").dt.hour() / 23 - 1).cast(pl.Float32).alias("c5"),
               (2 * (pl.col("timestamp").dt.weekday() - 1) / 6 - 1).cast(pl.Float32).alias("c6"),
               (2 * pl.col("timestamp").dt.day().cast(pl.Float64) / 31 - 1).cast(pl.Float32).alias("c7")])
        columns = [pl.Series(f"c{8 + c}", values.astype(np.float32)) for c, values in enumerate(block.columns)]
        padding = [pl.lit(-1.0, pl.Float32).alias(f"c{c}") for c in range(8 + width, 59)]
        parts.append(head.with_columns(columns).with_columns(padding))
    table = pl.concat(parts).sort("client_id", "timestamp", "type", maintain_order=True)
    days = (pl.lit(end) - pl.col("timestamp")).dt.total_microseconds() // 86_400_000_000
    weight = (-0.06 * days / 7).exp()
    return table.with_columns([(pl.col(f"c{c}") * weight).cast(pl.Float32) for c in range(59)])


class FieldTensors(Dataset):
    """One tensor per field and event, as published."""

    def __init__(self, table: pl.DataFrame, newest: int):
        fields = [f"c{c}" for c in range(59)]
        self.clients = [group.tail(newest).select(fields).to_dicts() for group in table.partition_by("client_id", maintain_order=True)]

    def __len__(self):
        return len(self.clients)

    def __getitem__(self, i):
        return torch.stack([torch.cat([torch.tensor([value], dtype=torch.float32) for value in event.values()]) for event in self.clients[i]])


class Slices(Dataset):
    """Slices of one matrix."""

    def __init__(self, table: pl.DataFrame, newest: int):
        self.matrix = torch.from_numpy(table.select([f"c{c}" for c in range(59)]).to_numpy(order="c"))
        lengths = table.group_by("client_id", maintain_order=True).len()["len"].to_numpy()
        self.ends = np.cumsum(lengths)
        self.starts = np.maximum(self.ends - lengths, self.ends - newest)

    def __len__(self):
        return len(self.ends)

    def __getitem__(self, i):
        return self.matrix[self.starts[i]:self.ends[i]]


def collate(sequences):
    lengths = torch.tensor([len(s) for s in sequences])
    return pad_sequence(sequences, batch_first=True), lengths


def epoch(table, rows, batch, newest):
    started, cpu = time.perf_counter(), time.process_time()
    dataset = FieldTensors(table, newest) if rows == "fields" else Slices(table, newest)
    torch.manual_seed(0)
    real = padded = 0
    for values, lengths in DataLoader(dataset, batch_size=batch, shuffle=True, collate_fn=collate):
        real += int(lengths.sum())
        padded += values.shape[0] * values.shape[1]
    return {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - cpu, "rows": real, "padding": 1 - real / padded}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--batch", type=int, default=128)
    arguments.add_argument("--newest", type=int, default=512)
    arguments.add_argument("--rows", nargs="+", default=["fields", "numpy"])
    options = arguments.parse_args()
    started, cpu = time.perf_counter(), time.process_time()
    table = prepare(options.data)
    result = {"prepare_seconds": time.perf_counter() - started, "prepare_cpu_seconds": time.process_time() - cpu, "rows": len(table), "clients": table["client_id"].n_unique(),
              "sums": [float(table[f"c{c}"].cast(pl.Float64).sum()) for c in range(59)], "threads": pl.thread_pool_size()}
    for rows in options.rows:
        result[rows] = epoch(table, rows, options.batch, options.newest)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
