"""The rivals of FactorisationBenchmark: implicit's BPR and ALS, LightFM's WARP, and the matrices that both sides read.

Usage:
  factorisation_implicit.py globo GLOBO_DIR OUT_DIR               reader x article, one entry per distinct pair
  factorisation_implicit.py generated CLIENTS ITEMS CELLS OUT_DIR  clients and items with hidden groups
  factorisation_implicit.py described CLIENTS ITEMS CELLS OUT_DIR  clients and items that 16 features tell all about
  factorisation_implicit.py bpr|als|warp DIR FACTORS RATE REGULARISATION ITERATIONS THREADS

A matrix is starts.npy, items.npy, values.npy (CSR) and held_out.npy: one item per client, -1 for none, that is not in it;
a described one has client_features.npy and item_features.npy too, which warp reads.
A fit writes clients.npy and items_factors.npy and prints seconds and CPU seconds of one iteration, in the middle of the fit.
"""

import sys
import time
from pathlib import Path

import numpy as np

SEED = 1278
FEATURES = 16


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


def described(clients, items, cells, out):
    """A client takes the items, of 64 seen, that it likes best: liking is a product of its features and the items', and chance."""
    rng = np.random.default_rng(SEED)
    client_features = rng.random((clients, FEATURES), np.float32)
    item_features = rng.random((items, FEATURES), np.float32)
    mixing = rng.standard_normal((FEATURES, FEATURES)) * 2 / FEATURES**0.5
    tastes = (client_features - 0.5) @ mixing
    taken = max(5, cells // clients)
    pairs = []
    for first in range(0, clients, 10_000):
        some = np.arange(first, min(clients, first + 10_000))
        seen = rng.integers(0, items, (len(some), 64))
        liking = np.einsum("cf,csf->cs", tastes[some], item_features[seen] - 0.5)
        best = np.argsort(-(liking + 0.3 * rng.gumbel(size=liking.shape)), axis=1)[:, :taken]
        pairs.append(np.repeat(some * items, taken) + np.take_along_axis(seen, best, 1).ravel())
    pairs = np.unique(np.concatenate(pairs))
    write(out, pairs // items, pairs % items, np.ones(len(pairs)), clients)
    np.save(out / "client_features.npy", client_features)
    np.save(out / "item_features.npy", item_features)


def matrix(folder):
    from scipy.sparse import csr_matrix

    starts, items, values, held = (
        np.load(folder / f"{name}.npy") for name in ("starts", "items", "values", "held_out")
    )
    count = int(max(items.max(), held.max())) + 1
    return csr_matrix((values, items, starts), shape=(len(starts) - 1, count))


def implicit(method, cells, factors, rate, regularisation, iterations, threads):
    import threadpoolctl
    from implicit.cpu.als import AlternatingLeastSquares
    from implicit.cpu.bpr import BayesianPersonalizedRanking

    threadpoolctl.threadpool_limits(1, "blas")  # as the library asks for
    common = dict(factors=factors, regularization=regularisation, iterations=iterations, num_threads=threads, random_state=SEED)
    if method == "bpr":
        model = BayesianPersonalizedRanking(learning_rate=rate, **common)
    else:
        model = AlternatingLeastSquares(**common)
    clock = []
    model.fit(cells, show_progress=False, callback=lambda *_: clock.append((time.perf_counter(), time.process_time())))
    return model.user_factors, model.item_factors, clock


def lightfm(folder, cells, factors, rate, epochs, threads):
    from lightfm import LightFM
    from scipy.sparse import csr_matrix

    clients, items = (csr_matrix(np.load(folder / f"{side}_features.npy")) for side in ("client", "item"))
    items = items[: cells.shape[1]]
    model = LightFM(no_components=factors, loss="warp", learning_rate=rate, max_sampled=10, random_state=SEED)
    clock = []
    for _ in range(epochs):
        model.fit_partial(cells.tocoo(), clients, items, epochs=1, num_threads=threads)
        clock.append((time.perf_counter(), time.process_time()))
    biases, rows = model.get_item_representations(items)
    _, own = model.get_user_representations(clients)
    ones = np.ones((len(own), 1), np.float32)
    return np.hstack([own, ones]), np.hstack([rows, biases[:, None]]), clock


def fit(method, folder, factors, rate, regularisation, iterations, threads):
    cells = matrix(folder)
    if method == "warp":
        clients, items, clock = lightfm(folder, cells, factors, rate, iterations, threads)
    else:
        clients, items, clock = implicit(method, cells, factors, rate, regularisation, iterations, threads)
    seconds, cpu = np.median(np.diff(np.array(clock), axis=0), axis=0)
    np.save(folder / "clients.npy", clients)
    np.save(folder / "items_factors.npy", items)
    print("DONE")
    print(seconds, cpu)


def main():
    command, *rest = sys.argv[1:]
    match command:
        case "globo":
            globo(Path(rest[0]), Path(rest[1]))
        case "generated":
            generated(*map(int, rest[:3]), Path(rest[3]))
        case "described":
            described(*map(int, rest[:3]), Path(rest[3]))
        case _:
            fit(command, Path(rest[0]), int(rest[1]), float(rest[2]), float(rest[3]), int(rest[4]), int(rest[5]))


if __name__ == "__main__":
    main()
