"""The organisers' baseline features in the organisers' manner: a DataFrame per event type, a loop
over clients, a filter per window, a count per column.

Usage: aggregated_pandas.py SPLIT_DIR OUT_DIR; writes client_ids.npy and embeddings.npy and prints
"read SECONDS compute SECONDS".
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

WINDOWS = (1, 7, 30)
TOP = 10
PRODUCT = ("sku", "category", "price")
TYPES = {
    "product_buy": PRODUCT,
    "search_query": None,
    "add_to_cart": PRODUCT,
    "remove_from_cart": PRODUCT,
    "page_visit": ("url",),
}


def read(folder, event_type, columns, products, relevant):
    events = pd.read_parquet(folder / "input" / f"{event_type}.parquet")
    events["timestamp"] = pd.to_datetime(events["timestamp"])
    events = events[events["client_id"].isin(relevant)]
    if columns == PRODUCT:
        events = events.merge(products, on="sku", how="left")
    return events


def most_frequent(values):
    """The ten most frequent values, the smaller first among equals."""
    counts = values.value_counts().reset_index(name="events")
    counts.columns = ["value", "events"]
    return counts.sort_values(["events", "value"], ascending=[False, True])["value"].head(TOP).tolist()


def count_features(events, last, columns, top, width):
    vector = np.zeros(width, dtype=np.float16)
    vector[0] = len(events)
    at = 1
    for days in WINDOWS:
        recent = events[events["timestamp"] >= last - pd.Timedelta(days=days)]
        for column in columns:
            counts = recent[column].value_counts()
            for value in top[column]:
                vector[at] = counts.get(value, 0)
                at += 1
    return vector


def mean_features(events):
    vectors = np.stack([np.fromstring(text.strip("[]").replace(",", " "), dtype=int, sep=" ") for text in events["query"]])
    return vectors.mean(axis=0).astype(np.float16)


def block(events, columns):
    """Width of the block and the vector of each client that has such events."""
    if columns is None:
        vectors = {client: mean_features(own) for client, own in events.groupby("client_id")}
        return 16, vectors
    last = events["timestamp"].max()
    top = {column: most_frequent(events[column]) for column in columns}
    width = 1 + len(WINDOWS) * sum(len(values) for values in top.values())
    vectors = {
        client: count_features(own, last, columns, top, width)
        for client, own in events.groupby("client_id")
    }
    return width, vectors


def main(folder, out):
    started = time.perf_counter()
    relevant = np.load(folder / "input" / "relevant_clients.npy")
    products = pd.read_parquet(folder / "product_properties.parquet", columns=list(PRODUCT))
    tables = {name: read(folder, name, columns, products, relevant) for name, columns in TYPES.items()}
    was_read = time.perf_counter()
    blocks = [block(events, TYPES[name]) for name, events in tables.items() if len(events) > 0]
    clients = list(dict.fromkeys(client for _, vectors in blocks for client in vectors))
    rows = [
        np.concatenate([vectors.get(client, np.zeros(width, dtype=np.float16)) for width, vectors in blocks])
        for client in clients
    ]
    np.save(out / "client_ids.npy", np.array(clients, dtype=np.int64))
    np.save(out / "embeddings.npy", np.stack(rows).astype(np.float16))
    done = time.perf_counter()
    print(f"read {was_read - started:.3f} compute {done - was_read:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
