"""A causal transformer that predicts the next item, in plain PyTorch: the rival of TransformerBenchmark.

    python transformer.py FOLDER train|embed random|bucketed THREADS SECONDS

FOLDER holds lengths.npy (sequences), items.npy (their items, numbered from 1) and network.json. Sequences
are padded on the right to the longest of their batch; attention is scaled_dot_product_attention with
is_causal, which needs no mask for such padding. "random" batches are what a plain script makes: logits are computed for
padding too and ignored by the loss; "bucketed" ones hold sequences of similar lengths, and only real steps reach the
softmax. Steps are timed for SECONDS after a warm-up of three; rates are real steps per second.

    python transformer.py FOLDER check

loads our weights and compares the states after the last steps with states.npy.
"""

import json
import math
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional


class Layer(nn.Module):
    def __init__(self, options):
        super().__init__()
        width = options["width"]
        self.gpt = options["kind"] == "gpt2"
        self.heads = options["heads"]
        self.dropout = options["dropout"]
        inner, epsilon = (4 * width, 1e-5) if self.gpt else (width, 1e-8)
        self.norm1 = nn.LayerNorm(width, epsilon)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, epsilon)
        self.linear1 = nn.Linear(width, inner)
        self.linear2 = nn.Linear(inner, width)

    def split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def attend(self, a, x):
        key, value = self.key_value(x).chunk(2, -1)
        mixed = functional.scaled_dot_product_attention(
            self.split(self.query(a)),
            self.split(key),
            self.split(value),
            dropout_p=self.dropout if self.training else 0.0,
            is_causal=True,
        )
        return self.out(mixed.transpose(1, 2).flatten(2))

    def drop(self, x):
        return functional.dropout(x, self.dropout, self.training)

    def forward(self, x):
        a = self.norm1(x)
        if self.gpt:
            y = x + self.drop(self.attend(a, a))
            inner = functional.gelu(self.linear1(self.norm2(y)), approximate="tanh")
            return y + self.drop(self.linear2(inner))
        b = self.norm2(a + self.attend(a, x))
        inner = self.drop(torch.relu(self.linear1(b)))
        return b + self.drop(self.linear2(inner))


class NextItem(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.options = options
        width = options["width"]
        self.gpt = options["kind"] == "gpt2"
        self.items = nn.Embedding(options["tokens"], width)
        nn.init.normal_(self.items.weight, 0, 0.02)
        self.positions = nn.Embedding(options["steps"], width)
        self.layers = nn.ModuleList(Layer(options) for _ in range(options["layers"]))
        self.norm = nn.LayerNorm(width, 1e-5 if self.gpt else 1e-8)

    def forward(self, tokens, lengths):
        x = self.items(tokens)
        places = torch.arange(tokens.shape[1])[None]
        if not self.gpt:
            x = x * math.sqrt(self.options["width"])
            places = (lengths[:, None] - 1 - places).clamp(min=0)
        x = functional.dropout(x + self.positions(places), self.options["dropout"], self.training)
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)

    def loss(self, tokens, lengths, only_real):
        states = self(tokens, lengths)[:, :-1]
        targets = tokens[:, 1:]
        if self.options["negatives"]:
            return self.sampled(states, tokens, targets)
        if only_real:
            real = targets != 0
            return functional.cross_entropy(states[real] @ self.items.weight.T, targets[real])
        logits = states @ self.items.weight.T
        return functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0)

    def sampled(self, states, tokens, targets):
        """One sample for the batch; what occurs in a sequence is left out."""
        count = min(self.options["negatives"], self.options["tokens"] - 1)
        sample = torch.randperm(self.options["tokens"] - 1)[:count] + 1
        place = torch.full((self.options["tokens"],), -1)
        place[sample] = torch.arange(count)
        inside = torch.zeros(len(tokens), count, dtype=torch.bool)
        found = place[tokens]
        rows = torch.arange(len(tokens))[:, None].expand_as(found)
        known = (found >= 0) & (tokens != 0)
        inside[rows[known], found[known]] = True
        real = targets != 0
        x = states[real]
        owner = torch.arange(len(tokens))[:, None].expand_as(targets)[real]
        right = (x * self.items(targets[real])).sum(-1, keepdim=True)
        logits = (x @ self.items(sample).T).masked_fill(inside[owner], -1e30)
        return functional.cross_entropy(torch.cat([right, logits], 1), torch.zeros(len(x), dtype=torch.int64))


def read(folder):
    lengths = np.load(folder / "lengths.npy")
    items = np.load(folder / "items.npy")
    return lengths, items, np.concatenate([[0], np.cumsum(lengths)])


def batches(lengths, batch, way, seed):
    random = np.random.default_rng(seed)
    order = random.permutation(len(lengths))
    if way == "bucketed":
        buckets = (np.log(lengths[order]) / np.log(1.05)).astype(np.int64)
        order = order[np.argsort(buckets, kind="stable")]
    cut = [order[i : i + batch] for i in range(0, len(order), batch)]
    random.shuffle(cut)
    return cut


def padded(data, members):
    lengths, items, offsets = data
    rows = np.zeros((len(members), lengths[members].max()), np.int64)
    for i, member in enumerate(members):
        rows[i, : lengths[member]] = items[offsets[member] : offsets[member + 1]]
    return torch.from_numpy(rows), torch.from_numpy(lengths[members])


def measure(folder, task, way, threads, seconds):
    torch.set_num_threads(threads)
    options = json.loads((folder / "network.json").read_text())
    torch.manual_seed(1)
    network = NextItem(options)
    data = read(folder)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    network.train(task == "train")
    real = padding = steps = started = cpu = 0
    warm, epoch, done = 3, 0, False
    while not done:
        for members in batches(data[0], options["batch"], way, epoch):
            if warm == 0 and not steps:
                started, cpu = time.perf_counter(), time.process_time()
            tokens, lengths = padded(data, members)
            if task == "train":
                optimiser.zero_grad()
                network.loss(tokens, lengths, way == "bucketed").backward()
                optimiser.step()
            else:
                with torch.inference_mode():
                    network(tokens, lengths)[torch.arange(len(lengths)), lengths - 1]
            if warm:
                warm -= 1
                continue
            steps += 1
            real += int(lengths.sum())
            padding += tokens.numel()
            if time.perf_counter() - started > seconds:
                done = True
                break
        epoch += 1
    elapsed = time.perf_counter() - started
    return {
        "steps_per_second": real / elapsed,
        "steps_per_cpu_second": real / (time.process_time() - cpu),
        "real_share": real / padding,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "torch": torch.__version__,
    }


def load(network, file):
    """Weights from a safetensors file: a length, a JSON header, the numbers."""
    data = Path(file).read_bytes()
    length = int.from_bytes(data[:8], "little")
    state = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + at for at in entry["data_offsets"])
            values = np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"])
            state[name.removeprefix("transformer.").replace("attention.", "")] = torch.from_numpy(values.copy())
    network.load_state_dict(state)


def check(folder):
    network = NextItem(json.loads((folder / "network.json").read_text()))
    load(network, folder / "weights.safetensors")
    network.eval()
    ours = np.load(folder / "states.npy")
    tokens, lengths = padded(read(folder), np.arange(len(ours)))
    with torch.inference_mode():
        theirs = network(tokens, lengths)[torch.arange(len(lengths)), lengths - 1].numpy()
    difference = float(np.abs(theirs - ours).max())
    if not difference < 1e-3:
        sys.exit("states differ by %g" % difference)
    return {"sequences": len(ours), "largest_difference": difference}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if sys.argv[2] == "check":
        print(json.dumps(check(folder)))
    else:
        print(json.dumps(measure(folder, sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5]))))
