"""The ten best unseen items of every user in plain PyTorch: the rival of RecommendBenchmark.

    python recommend.py FOLDER random|bucketed THREADS

FOLDER holds lengths.npy (users), items.npy (all their items, oldest first, numbered from 0), lists.npy (users × 10, ours),
network.json and model/model.safetensors. The network is transformer.py's; histories are padded on the right, which a
causal network does not notice. Needs what transformer.txt pins.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

from transformer import NextItem, batches


def load(network, file):
    data = Path(file).read_bytes()
    length = int.from_bytes(data[:8], "little")
    state = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + at for at in entry["data_offsets"])
            values = np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"])
            name = name.replace("item_embedding", "items").removeprefix("transformer.").replace("attention.", "")
            state[name] = torch.from_numpy(values.copy())
    network.load_state_dict(state)


def recommend(network, lengths, items, offsets, steps, batch, way):
    lists = np.zeros((len(lengths), 10), np.int64)
    for members in batches(np.minimum(lengths, steps), batch, way, 1):
        newest = np.minimum(lengths[members], steps)
        rows = np.zeros((len(members), newest.max()), np.int64)
        for i, member in enumerate(members):
            rows[i, : newest[i]] = items[offsets[member + 1] - newest[i] : offsets[member + 1]]
        with torch.inference_mode():
            reals = torch.from_numpy(newest)
            states = network(torch.from_numpy(rows), reals)[torch.arange(len(members)), reals - 1]
            scores = states @ network.items.weight.T
            owner = np.repeat(np.arange(len(members)), lengths[members])
            seen = np.concatenate([items[offsets[m] : offsets[m + 1]] for m in members])
            scores[torch.from_numpy(owner), torch.from_numpy(seen)] = -torch.inf
            lists[members] = scores.topk(10).indices.numpy()
    return lists


def main(folder, way, threads):
    torch.set_num_threads(threads)
    options = json.loads((folder / "network.json").read_text())
    network = NextItem(options)
    load(network, folder / "model" / "model.safetensors")
    network.eval()
    lengths = np.load(folder / "lengths.npy")
    items = np.load(folder / "items.npy")
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    ours = np.load(folder / "lists.npy").reshape(-1, 10)
    run = lambda: recommend(network, lengths, items, offsets, options["steps"], options["batch"], way)
    equal = float((run() == ours).all(1).mean())
    if equal < 0.99:  # scores that differ in the last digit may change places
        sys.exit("only %.4f of the lists are ours" % equal)
    wall = cpu = 0
    for _ in range(3):
        started, processor = time.perf_counter(), time.process_time()
        run()
        wall = max(wall, len(lengths) / (time.perf_counter() - started))
        cpu = max(cpu, len(lengths) / (time.process_time() - processor))
    print(json.dumps({"users_per_second": wall, "users_per_cpu_second": cpu, "equal": equal, "torch": torch.__version__}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
