"""A TopK sparse autoencoder in plain PyTorch: unit-norm decoder, pre-bias, tied start, Adam. Rival of SaeBenchmark.

Usage: sae.py VECTORS.f32 WIDTH FEATURES K BATCH EPOCHS THREADS
Prints vectors per second, CPU seconds per million vectors and the share of variance explained.
"""

import sys
import time

import numpy as np
import torch

path, width, features, k, batch, epochs, threads = sys.argv[1], *map(int, sys.argv[2:8])
torch.set_num_threads(threads)
torch.manual_seed(1)
x = torch.from_numpy(np.fromfile(path, dtype=np.float32).reshape(-1, width))
x = x * (width**0.5 / x.norm(dim=1).mean())

w_dec = torch.randn(features, width)
w_dec /= w_dec.norm(dim=1, keepdim=True)
w_enc = w_dec.clone().requires_grad_()
w_dec.requires_grad_()
b_enc = torch.zeros(features, requires_grad=True)
b_dec = x.mean(0).clone().requires_grad_()
weights = [w_enc, b_enc, w_dec, b_dec]
optimiser = torch.optim.Adam(weights, lr=1e-3, foreach=True)


def forward(rows):
    pre = torch.nn.functional.linear(rows - b_dec, w_enc, b_enc)
    top = pre.topk(k, dim=1, sorted=False)
    z = torch.zeros_like(pre).scatter(1, top.indices, top.values.relu())
    return z @ w_dec + b_dec


steps = 0


def train(passes):
    global steps
    for _ in range(passes):
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            rows = x[order[start : start + batch]]
            optimiser.zero_grad()
            loss = (forward(rows) - rows).pow(2).sum(1).mean()
            loss.backward()
            with torch.no_grad():
                w_dec.grad.sub_((w_dec.grad * w_dec).sum(1, keepdim=True) * w_dec)
            steps += 1
            optimiser.param_groups[0]["lr"] = 1e-3 * min(1, steps / 100)
            optimiser.step()
            with torch.no_grad():
                w_dec.div_(w_dec.norm(dim=1, keepdim=True))


train(1)
wall, cpu = time.perf_counter(), time.process_time()
train(epochs - 1)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
vectors = (epochs - 1) * len(x)
with torch.no_grad():
    residual = sum((forward(part) - part).pow(2).sum().item() for part in x.split(4096))
    variance = (x - x.mean(0)).pow(2).sum().item()
print(vectors / wall, cpu / vectors * 1e6, 1 - residual / variance)
