"""SRA, FIP's and MTL's networks in plain PyTorch: the rival of SequenceModelBenchmark.

    python sra.py DATA [--model sra|mtl] [--seconds 15] [--settings default,one,ddp]

DATA holds rows.npy (float32, all clients' event vectors one after the other) and lengths.npy (int64,
rows of each client). Batches are cut in two ways: at random, padded to their longest, as published;
and from clients of similar lengths. They are ready tensors in memory before the clock starts. Each way
is tried with padded recurrent layers and with PyTorch's packed sequences. One line of JSON for each
setting, in real events (padding not counted) per second.

FIP has SRA's shape and speed; its targets are not needed for a comparison of speed.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

BATCH = 128
LABELS = {"churn": 1, "category": 100, "sku": 100}


def recurrent(layer, x, lengths, packed):
    """Outputs (clients, steps, width) and the last real hidden state (clients, width)."""
    if packed:
        out, last = layer(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
        return pad_packed_sequence(out, batch_first=True)[0], last[-1]
    out, _ = layer(x)
    return out, out[torch.arange(len(x)), lengths - 1]


class Sra(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.encoder, self.latent = nn.GRU(width, 256, batch_first=True), nn.Linear(256, 128)
        self.decoder, self.output = nn.GRU(128, 256, batch_first=True), nn.Linear(256, width)

    def encode(self, x, lengths, packed):
        return self.latent(recurrent(self.encoder, x, lengths, packed)[1])

    def loss(self, x, lengths, packed):
        z = self.encode(x, lengths, packed)[:, None].expand(-1, x.shape[1], -1)
        errors = (self.output(recurrent(self.decoder, z, lengths, packed)[0]) - x).square().sum(-1)
        real = torch.arange(x.shape[1])[None] < lengths[:, None]
        return (errors * real).sum() / lengths.sum()


class Residual(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(width, inner), nn.GELU(), nn.LayerNorm(inner), nn.Dropout(0.3),
            nn.Linear(inner, width), nn.GELU(), nn.LayerNorm(width), nn.Dropout(0.3))

    def forward(self, x):
        return x + self.layers(x)


class Mtl(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.encoder = nn.GRU(width, 128, batch_first=True)
        self.attention = nn.TransformerEncoderLayer(128, 2, 256, dropout=0.1, batch_first=True)
        self.rest = nn.Sequential(nn.LayerNorm(128), Residual(128, 512), nn.Linear(128, 128))
        self.heads = nn.ModuleDict({
            name: nn.Sequential(
                nn.Linear(128, 512), nn.GELU(), nn.Dropout(0.2), nn.Linear(512, 256), nn.GELU(),
                nn.Dropout(0.2), nn.Linear(256, n))
            for name, n in LABELS.items()})

    def encode(self, x, lengths, packed):
        real = torch.arange(x.shape[1])[None] < lengths[:, None]
        out = self.attention(recurrent(self.encoder, x, lengths, packed)[0], src_key_padding_mask=~real)
        return self.rest((out * real[..., None]).sum(1) / lengths[:, None])

    def loss(self, x, lengths, packed):
        z = self.encode(x, lengths, packed)
        truth = {name: torch.zeros(len(x), n) for name, n in LABELS.items()}
        return sum(
            nn.functional.binary_cross_entropy_with_logits(self.heads[name](z), truth[name]) / 3
            for name in LABELS)


def batches(folder, bucketed, share, shares):
    """Up to 48 batches, this process's share of each."""
    rows = np.load(f"{folder}/rows.npy", mmap_mode="r")
    lengths = np.load(f"{folder}/lengths.npy")
    starts = np.concatenate([[0], np.cumsum(lengths)])
    random = np.random.default_rng(1)
    order = random.permutation(len(lengths))
    if bucketed:
        buckets = np.floor(np.log(lengths) / np.log(1.05))
        order = order[np.argsort(buckets[order], kind="stable")]
    groups = [order[i:i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)] or [order]
    made = []
    for g in random.permutation(len(groups))[:48]:
        members = sorted(groups[g], key=lambda c: -lengths[c])[share::shares]
        x = np.zeros((len(members), max(lengths[c] for c in members), rows.shape[1]), np.float32)
        for i, c in enumerate(members):
            x[i, :lengths[c]] = rows[starts[c]:starts[c + 1]]
        made.append((torch.from_numpy(x), torch.from_numpy(lengths[members].astype(np.int64))))
    return made


def measure(step, ready, seconds):
    """Real events per second over whole rounds of the batches, or as many as fit."""
    for x, lengths in ready[:2]:
        step(x, lengths)
    events, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        for x, lengths in ready:
            step(x, lengths)
            events += int(lengths.sum())
            if time.perf_counter() - started > 4 * seconds:
                break
    return events / (time.perf_counter() - started)


def trainer(model, optimiser, packed, shares):
    def step(x, lengths):
        optimiser.zero_grad()
        model(x, lengths, packed).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
    return step


class Loss(nn.Module):
    """What DistributedDataParallel wraps."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x, lengths, packed):
        return self.network.loss(x, lengths, packed)


def worker(arguments):
    rank, shares = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    ready = batches(arguments.data, arguments.bucketed, rank, shares)
    network = {"sra": Sra, "mtl": Mtl}[arguments.model](ready[0][0].shape[2])
    loss = Loss(network)
    if shares > 1:
        torch.distributed.init_process_group("gloo")
        loss = nn.parallel.DistributedDataParallel(loss)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)
    result = {"padding": 1 - sum(int(n.sum()) for _, n in ready) / sum(x.shape[0] * x.shape[1] for x, _ in ready)}
    # Every process must do the same number of steps: rounds, not seconds, where there are several.
    step = trainer(loss, optimiser, arguments.packed, shares)
    result["train"] = fixed(step, ready, arguments.rounds) if shares > 1 else measure(step, ready, arguments.seconds)
    network.eval()
    with torch.inference_mode():
        result["embed"] = measure(
            lambda x, lengths: network.encode(x, lengths, arguments.packed), ready, arguments.seconds)
    print(json.dumps(result), flush=True)


def check(arguments):
    """The loss of given weights on the first clients, for comparing with ours."""
    rows = np.load(f"{arguments.data}/rows.npy", mmap_mode="r")
    lengths = np.load(f"{arguments.data}/lengths.npy")[:arguments.check]
    network = Sra(rows.shape[1])
    for name, weight in network.named_parameters():
        weight.data = torch.from_numpy(np.load(f"{arguments.data}/weights/{name}.npy"))
    x = torch.zeros(len(lengths), int(lengths.max()), rows.shape[1])
    start = 0
    for i, length in enumerate(lengths):
        x[i, :length] = torch.from_numpy(rows[start:start + length].copy())
        start += length
    with torch.inference_mode():
        loss = network.loss(x, torch.from_numpy(lengths.astype(np.int64)), False)
    print(json.dumps({"loss": loss.item()}))


def fixed(step, ready, count):
    for x, lengths in ready[:2]:
        step(x, lengths)
    torch.distributed.barrier()
    started = time.perf_counter()
    for x, lengths in ready[:count]:
        step(x, lengths)
    torch.distributed.barrier()
    return sum(int(lengths.sum()) for _, lengths in ready[:count]) / (time.perf_counter() - started)


def run(arguments, setting, bucketed, packed):
    command = [sys.executable, __file__, arguments.data, "--worker", "--model", arguments.model,
               "--seconds", str(arguments.seconds), "--rounds", str(arguments.rounds)]
    command += ["--bucketed"] * bucketed + ["--packed"] * packed
    command += [] if setting == "default" else ["--threads", "1"]
    processes = []
    for rank in range(2 if setting == "ddp" else 1):
        environment = dict(os.environ, MASTER_ADDR="127.0.0.1", MASTER_PORT="29511", RANK=str(rank),
                           WORLD_SIZE="2" if setting == "ddp" else "1")
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True))
    results = [json.loads(p.communicate()[0].strip().splitlines()[-1]) for p in processes]
    print(json.dumps({
        "model": arguments.model, "setting": setting, "batches": "similar" if bucketed else "random",
        "layers": "packed" if packed else "padded", "padding": results[0]["padding"],
        "train": sum(r["train"] for r in results), "embed": sum(r["embed"] for r in results)}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--model", default="sra", choices=["sra", "mtl"])
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--rounds", type=int, default=24)
    parser.add_argument("--settings", default="default,one,ddp")
    parser.add_argument("--layers", default="padded,packed")
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("--bucketed", action="store_true")
    parser.add_argument("--packed", action="store_true")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--check", type=int)
    arguments = parser.parse_args()
    if arguments.worker:
        worker(arguments)
        return
    if arguments.check:
        check(arguments)
        return
    for setting in arguments.settings.split(","):
        for bucketed in (False, True):
            for layers in arguments.layers.split(","):
                run(arguments, setting, bucketed, layers == "packed")


if __name__ == "__main__":
    main()
