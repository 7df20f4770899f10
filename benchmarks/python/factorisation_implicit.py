"""The rival of FactorisationBenchmark: implicit's BPR and ALS, and the matrices that both sides read.

Usage:
  factorisation_implicit.py globo GLOBO_DIR OUT_DIR               reader x article, one entry per distinct pair
  factorisation_implicit.py generated CLIENTS ITEMS CELLS OUT_DIR  clients and items with hidden groups
  factorisation_implicit.py bpr|als DIR FACTORS RATE REGULARISATION ITERATIONS THREADS

A matrix is starts.npy, items.npy, values.npy (CSR) and held_out.npy: one item per client, -1 for none, that is not in it.
A fit writes clients.npy and items_factors.npy and prints seconds and CPU seconds of one iteration, in the middle of the fit.
"""

import sys
import time
from pathlib import Path

import numpy as np

SEED = 1278


def write(out, client, item, value, clients):
    """Holds one entry out of every client with at least five."""
    order = np.lexsort((item, client))
    client, item, value = client[order], item[order], value[order]
    counts = np.bincount(client, minlength=clients)
    first = np.concatenate([[0], np.cumsum(counts)])
    rng = np.random.default_rng(SEED)
    chosen = first[:-1] + (rng.random(clients) * counts).astype(np.int64)
    enough = counts >= 5
    held = np.full(clients, -1, np.int64)
    held[enough] = item[chosen[enough]]
    keep = np.ones(len(item), bool)
    keep[chosen[enough]] = False
    client, item, value = client[keep], item[keep], value[keep]
    starts = np.concatenate([[0], np.cumsum(np.bincount(client, minlength=clients))])
    out.mkdir(parents=True)
    np.save(out / "starts.npy", starts.astype(np.int32))
    np.save(out / "items.npy", item.astype(np.int32))
    np.save(out / "values.npy", value.astype(np.float32))
    np.save(out / "held_out.npy", held)


def globo(source, out):
    import pyarrow.parquet as pq

    clicks = pq.read_table(source / "clicks.parquet", columns=["user_id", "article_id"])
    _, client = np.unique(clicks["user_id"].to_numpy(), return_inverse=True)
    articles, item = np.unique(clicks["article_id"].to_numpy(), return_inverse=True)
    pairs, value = np.unique(client.astype(np.int64) * len(articles) + item, return_counts=True)
    write(out, pairs // len(articles), pairs % len(articles), value, int(client.max()) + 1)


def generated(clients, items, cells, out):
    """Each client has three of 50 groups; items have a group and a popularity like 1/rank."""
    rng = np.random.default_rng(SEED)
    group_of_item = rng.integers(0, 50, items)
    popularity = 1 / (1 + rng.permutation(items)) ** 0.8
    members = [np.flatnonzero(group_of_item == g) for g in range(50)]
    until = [np.cumsum(popularity[m]) for m in members]
    groups = rng.integers(0, 50, (clients, 3))
    client = rng.integers(0, clients, cells)
    group = groups[client, rng.integers(0, 3, cells)]
    item = np.empty(cells, np.int64)
    for g in range(50):
        of = np.flatnonzero(group == g)
        item[of] = members[g][np.searchsorted(until[g], rng.random(len(of)) * until[g][-1])]
    pairs, value = np.unique(client.astype(np.int64) * items + item, return_counts=True)
    write(out, pairs // items, pairs % items, value, clients)


def fit(method, folder, factors, rate, regularisation, iterations, threads):
    import threadpoolctl
    from implicit.cpu.als import AlternatingLeastSquares
    from implicit.cpu.bpr import BayesianPersonalizedRanking
    from scipy.sparse import csr_matrix

    threadpoolctl.threadpool_limits(1, "blas")  # as the library asks for
    starts, items, values, held = (
        np.load(folder / f"{name}.npy") for name in ("starts", "items", "values", "held_out")
    )
    count = int(max(items.max(), held.max())) + 1
    matrix = csr_matrix((values, items, starts), shape=(len(starts) - 1, count))
    if method == "bpr":
        model = BayesianPersonalizedRanking(
            factors=factors, learning_rate=rate, regularization=regularisation, iterations=iterations,
            num_threads=threads, random_state=SEED)  # fmt: skip
    else:
        model = AlternatingLeastSquares(
            factors=factors, regularization=regularisation, iterations=iterations, num_threads=threads, random_state=SEED)
    clock = []
    model.fit(matrix, show_progress=False, callback=lambda *_: clock.append((time.perf_counter(), time.process_time())))
    seconds, cpu = np.median(np.diff(np.array(clock), axis=0), axis=0)
    np.save(folder / "clients.npy", model.user_factors)
    np.save(folder / "items_factors.npy", model.item_factors)
    print("DONE")
    print(seconds, cpu)


def main():
    command, *rest = sys.argv[1:]
    match command:
        case "globo":
            globo(Path(rest[0]), Path(rest[1]))
        case "generated":
            generated(*map(int, rest[:3]), Path(rest[3]))
        case _:
            fit(command, Path(rest[0]), int(rest[1]), float(rest[2]), float(rest[3]), int(rest[4]), int(rest[5]))


if __name__ == "__main__":
    main()
