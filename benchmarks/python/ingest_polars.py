"""Sorts a challenge directory by client and time and writes it, the way one would in polars.

Writes events.parquet (sorted) and clients.parquet (client, number of events). Prints DONE, then
"events clients digest" for comparison with the store. Usage: ingest_polars.py LOG RESULT ENGINE
"""

import sys
from pathlib import Path

import polars as pl

TYPES = [("product_buy", "sku"), ("add_to_cart", "sku"), ("remove_from_cart", "sku"), ("page_visit", "url")]


def scan(log: Path) -> pl.LazyFrame:
    frames = []
    for number, (name, field) in enumerate(TYPES):
        frames.append(
            pl.scan_parquet(log / f"{name}.parquet").select(
                pl.col("client_id"),
                pl.col("timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"),
                pl.lit(number, dtype=pl.Int8).alias("type"),
                pl.col("sku").alias("sku") if field == "sku" else pl.lit(None, dtype=pl.Int64).alias("sku"),
                pl.col("url").alias("url") if field == "url" else pl.lit(None, dtype=pl.Int64).alias("url"),
            )
        )
    return pl.concat(frames).sort("client_id", "timestamp", maintain_order=True)


def main() -> None:
    log, result, engine = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    result.mkdir(parents=True)
    events = result / "events.parquet"
    if engine == "streaming":
        scan(log).sink_parquet(events, engine="streaming")
        lengths = pl.scan_parquet(events).group_by("client_id").len().collect(engine="streaming")
        lengths.write_parquet(result / "clients.parquet")
    else:
        frame = scan(log).collect()
        frame.write_parquet(events)
        frame.group_by("client_id", maintain_order=True).len().write_parquet(result / "clients.parquet")
        del frame
    print("DONE", flush=True)
    check(events)


def check(events: Path) -> None:
    frame = pl.read_parquet(events, columns=["client_id", "timestamp"]).with_row_index("row")
    first = pl.col("client_id").ne(pl.col("client_id").shift()).fill_null(True)
    frame = frame.with_columns(pl.when(first).then(pl.col("row")).forward_fill().alias("begin"))
    place = (pl.col("row") - pl.col("begin") + 1).cast(pl.Int64)
    seconds = pl.col("timestamp").dt.epoch("s") % 10007
    digest = frame.select((place * seconds).sum()).item()
    clients = frame.select(first.sum()).item()
    print(len(frame), clients, digest)


main()
