"""The organisers' baseline features in the organisers' manner: a DataFrame per event type, a loop
over clients, a filter per window, a count per column. With --arrays the loop's body works on NumPy
arrays instead of DataFrames: the fastest loop over clients that we could write.

Usage: aggregated_pandas.py SPLIT_DIR OUT_DIR [--arrays]; writes client_ids.npy and embeddings.npy and
prints
"read SECONDS CPU_SECONDS compute SECONDS CPU_SECONDS".
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


def count_features_by_arrays(events, last, columns, top, width):
    vector = np.zeros(width, dtype=np.float16)
    vector[0] = len(events)
    at = 1
    times = events["timestamp"].to_numpy()
    values = {column: events[column].to_numpy() for column in columns}
    for days in WINDOWS:
        recent = times >= (last - pd.Timedelta(days=days)).to_datetime64()
        for column in columns:
            equal = values[column][recent][:, None] == np.asarray(top[column])
            vector[at : at + len(top[column])] = equal.sum(axis=0)
            at += len(top[column])
    return vector


def mean_features(events):
    vectors = np.stack([np.fromstring(text.strip("[]").replace(",", " "), dtype=int, sep=" ") for text in events["query"]])
    return vectors.mean(axis=0).astype(np.float16)


def block(events, columns, features):
    """Width of the block and the vector of each client that has such events."""
    if columns is None:
        vectors = {client: mean_features(own) for client, own in events.groupby("client_id")}
        return 16, vectors
    last = events["timestamp"].max()
    top = {column: most_frequent(events[column]) for column in columns}
    width = 1 + len(WINDOWS) * sum(len(values) for values in top.values())
    vectors = {
        client: features(own, last, columns, top, width)
        for client, own in events.groupby("client_id")
    }
    return width, vectors


def now():
    """Seconds by the clock and of all this process's threads."""
    return np.array([time.perf_counter(), time.process_time()])


def main(folder, out, features):
    started = now()
    relevant = np.load(folder / "input" / "relevant_clients.npy")
    products = pd.read_parquet(folder / "product_properties.parquet", columns=list(PRODUCT))
    tables = {name: read(folder, name, columns, products, relevant) for name, columns in TYPES.items() if (folder / "input" / f"{name}.parquet").exists()}
    was_read = now()
    blocks = [block(events, TYPES[name], features) for name, events in tables.items() if len(events) > 0]
    clients = list(dict.fromkeys(client for _, vectors in blocks for client in vectors))
    rows = [
        np.concatenate([vectors.get(client, np.zeros(width, dtype=np.float16)) for width, vectors in blocks])
        for client in clients
    ]
    np.save(out / "client_ids.npy", np.array(clients, dtype=np.int64))
    np.save(out / "embeddings.npy", np.stack(rows).astype(np.float16))
    done = now()
    reading, compute = was_read - started, done - was_read
    print(f"read {reading[0]:.3f} {reading[1]:.3f} compute {compute[0]:.3f} {compute[1]:.3f}")


if __name__ == "__main__":
    arrays = "--arrays" in sys.argv
    main(Path(sys.argv[1]), Path(sys.argv[2]), count_features_by_arrays if arrays else count_features)
