"""The statistical features of the ai_lab_recsys system in pandas: DataFrames, groupby, merge. In the
published manner a function is called for each client's intervals, and weeks and months are written
as text; with --columns every step works on whole columns of numbers: the fastest pandas that we
could write.

Usage: statistical_pandas.py SPLIT_DIR OUT_DIR [--columns]; writes client_ids.npy, embeddings.npy (float64, clients
ascending) and columns.txt, and prints "read SECONDS CPU_SECONDS compute SECONDS CPU_SECONDS".
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

TYPES = ("product_buy", "add_to_cart", "remove_from_cart", "page_visit")
DAY = pd.Timedelta(days=1)


def read(folder, event_type, products, relevant):
    events = pd.read_parquet(folder / "input" / f"{event_type}.parquet")
    events["timestamp"] = pd.to_datetime(events["timestamp"])
    events = events[events["client_id"].isin(relevant)]
    if event_type != "page_visit":
        events = events.merge(products, on="sku", how="left")
    return events


def mean_interval(times):
    return times.diff().dt.total_seconds().mean() / 86_400 if len(times) > 1 else 0.0


def times(events, by_columns):
    """Number of events, rhythm, first and last day."""
    begin = events["timestamp"].min()
    grouped = events.groupby("client_id")["timestamp"].agg(["size", "min", "max"])
    if by_columns:
        gaps = (grouped["max"] - grouped["min"]) / DAY / (grouped["size"] - 1).clip(lower=1)
    else:
        in_order = events.sort_values("timestamp").groupby("client_id")["timestamp"]
        gaps = in_order.apply(mean_interval)
    return pd.DataFrame(
        {
            "events": grouped["size"],
            "mean_interval_days": gaps,
            "first_day": (grouped["min"] - begin).dt.days,
            "last_day": (grouped["max"] - begin).dt.days,
        }
    )


def change(events, before, begin, end):
    """Events of each client in [begin, end) minus those in [before, begin)."""
    def count(low, high):
        inside = events[(events["timestamp"] >= low) & (events["timestamp"] < high)]
        return inside.groupby("client_id").size()

    return count(begin, end).sub(count(before, begin), fill_value=0)


def changes(events):
    day = events["timestamp"].max().normalize()
    month = day.replace(day=1)
    return pd.DataFrame(
        {
            "week_change": change(events, day - 13 * DAY, day - 6 * DAY, day + DAY),
            "month_change": change(
                events, month - pd.DateOffset(months=1), month, month + pd.DateOffset(months=1)
            ),
        }
    )


def popularity(events, column):
    """Mean, over a client's events, of how often its values occur."""
    counts = events[column].map(events[column].value_counts())
    return counts.groupby(events["client_id"]).mean()


def activity(visits, by_columns):
    """Different weeks (from Sunday, a new year begins one) and months."""
    when = visits["timestamp"].dt
    if by_columns:
        days = visits["timestamp"].to_numpy().astype("datetime64[D]").astype(np.int64)
        weeks = when.year * 10_000 + (days + 4) // 7
        months = when.year * 12 + when.month
    else:
        weeks = when.strftime("%Y-%U")
        months = when.strftime("%Y-%m")
    keys = pd.DataFrame({"client_id": visits["client_id"], "weeks": weeks, "months": months})
    return keys.groupby("client_id").nunique()


def bought(adds, buys, column):
    """Share of the different values added that were bought too."""
    added = adds[["client_id", column]].dropna().drop_duplicates()
    known = buys[["client_id", column]].dropna().drop_duplicates().assign(bought=1.0)
    both = added.merge(known, on=["client_id", column], how="left").fillna({"bought": 0.0})
    return both.groupby("client_id")["bought"].mean()


def features(tables, clients, by_columns):
    columns = {}
    for name, events in tables.items():
        if len(events) == 0:
            continue
        for table in (times(events, by_columns), changes(events)):
            columns |= {f"{name}.{column}": table[column] for column in table}
        for column in ("url",) if name == "page_visit" else ("sku", "category"):
            columns[f"{name}.popularity_{column}"] = popularity(events, column)
    buys, adds, visits = (tables[name] for name in ("product_buy", "add_to_cart", "page_visit"))
    for column, values in activity(visits, by_columns).items():
        columns[f"page_visit.{column}"] = values
    price = buys.groupby("client_id")["price"].agg(["sum", "mean"])
    columns["product_buy.sum_price"] = price["sum"]
    columns["product_buy.mean_price"] = price["mean"]
    for column in ("sku", "category"):
        columns[f"add_to_cart.bought_{column}"] = bought(adds, buys, column)
    return pd.DataFrame(columns).reindex(clients).fillna(0)


def now():
    """Seconds by the clock and of all this process's threads."""
    return np.array([time.perf_counter(), time.process_time()])


def main(folder, out, by_columns):
    started = now()
    clients = np.sort(np.load(folder / "input" / "relevant_clients.npy"))
    products = pd.read_parquet(
        folder / "product_properties.parquet", columns=["sku", "category", "price"]
    )
    tables = {name: read(folder, name, products, clients) for name in TYPES}
    was_read = now()
    table = features(tables, clients, by_columns)
    np.save(out / "client_ids.npy", clients.astype(np.int64))
    np.save(out / "embeddings.npy", np.ascontiguousarray(table.to_numpy(dtype=np.float64)))
    done = now()
    (out / "columns.txt").write_text("\n".join(table.columns))
    reading, compute = was_read - started, done - was_read
    print(f"read {reading[0]:.3f} {reading[1]:.3f} compute {compute[0]:.3f} {compute[1]:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--columns" in sys.argv)
