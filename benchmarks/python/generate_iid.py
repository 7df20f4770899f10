"""The least that a generator in NumPy must do: independent uniform columns in the challenge's format.

No tastes, no sessions, no state, no oracle: a floor, not an equal. Usage: generate_iid.py EVENTS
"""
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import polars as pl

SHARES = {"product_buy": 0.03, "add_to_cart": 0.11, "remove_from_cart": 0.03, "page_visit": 0.75, "search_query": 0.08}


def anonymous_mb():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) // 1024
    return 0


class Peak(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.mb = 0

    def run(self):
        while True:
            self.mb = max(self.mb, anonymous_mb())
            time.sleep(0.02)


def table(rng, name, rows, events):
    seconds = np.sort(rng.integers(0, 90 * 86_400, rows)) + 1_736_121_600
    columns = {
        "client_id": rng.integers(0, max(1, events // 110), rows),
        "timestamp": (seconds * 1_000_000).astype("datetime64[us]"),
    }
    if name == "search_query":
        codes = rng.integers(0, 256, (rows, 16), dtype=np.int64)
        columns["query"] = ["[" + " ".join(f"{c:3d}" for c in row) + "]" for row in codes.tolist()]
    else:
        columns["url" if name == "page_visit" else "sku"] = (rng.random(rows) ** 3 * 10_000).astype(np.int64)
    return pl.DataFrame(columns).with_columns(pl.col("timestamp").dt.strftime("%Y-%m-%d %H:%M:%S"))


def main():
    events = int(sys.argv[1])
    peak = Peak()
    peak.start()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        rng = np.random.default_rng(42)
        written = 0
        for name, share in SHARES.items():
            frame = table(rng, name, round(events * share), events)
            frame.write_parquet(f"{folder}/{name}.parquet", compression="zstd")
            written += len(frame)
        seconds = time.perf_counter() - began
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"| NumPy + polars, independent columns | {written} | {written / seconds / 1e6:.2f} M | {seconds:.1f}"
        f" | {usage.ru_utime + usage.ru_stime:.1f} | {peak.mb} | {size >> 20} |"
    )


main()
