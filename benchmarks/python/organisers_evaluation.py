"""The challenge's neural predictor in plain PyTorch, with the organisers' settings.

What a straightforward evaluation does: one dictionary of targets per client, a Dataset that builds
one label vector per client and epoch, a DataLoader (batch 128, no workers, no shuffling), autograd,
torch.optim.AdamW with its defaults (not fused), validation and metrics after every epoch.

    python organisers_evaluation.py DATA PROFILES --tasks churn,conversion [--threads N]

DATA is a challenge directory with label lists and relevant clients, PROFILES holds client_ids.npy
and embeddings.npy. Prints one JSON object per task: score, epochs, seconds, losses of six steps.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = 1278
EPOCHS = 3
BATCH = 128


class Bottleneck(nn.Module):
    def __init__(self, width, expansion):
        super().__init__()
        self.l1 = nn.Linear(width, expansion)
        self.l2 = nn.Linear(expansion, width)
        self.act = nn.GELU()

    def forward(self, x):
        return self.l2(self.act(self.l1(x)))


class Predictor(nn.Module):
    def __init__(self, inputs, outputs, width=2048, expansion=4096, blocks=3):
        super().__init__()
        self.input_projection = nn.Linear(inputs, width)
        self.ln_input = nn.LayerNorm(width)
        self.layernorms = nn.ModuleList(nn.LayerNorm(width) for _ in range(blocks))
        self.bottlenecks = nn.ModuleList(Bottleneck(width, expansion) for _ in range(blocks))
        self.ln_output = nn.LayerNorm(width)
        self.linear_output = nn.Linear(width, outputs)

    def forward(self, x):
        h = self.ln_input(self.input_projection(x))
        for norm, block in zip(self.layernorms, self.bottlenecks):
            h = h + block(norm(h))
        return self.linear_output(self.ln_output(h))


class Clients(Dataset):
    """A vector and a label vector per client, made when asked for."""

    def __init__(self, rows, ids, vectors, bought, labels):
        self.rows, self.ids, self.vectors = rows, ids, vectors
        self.bought, self.labels = bought, labels

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        row = self.rows[i]
        target = label_vector(self.bought.get(self.ids[row]), self.labels)
        return self.vectors[row].astype(np.float32), target


def label_vector(items, labels):
    if labels is None:
        return np.array([0.0 if items is not None else 1.0], dtype=np.float32)
    target = np.zeros(len(labels), dtype=np.float32)
    for item in items if items is not None else ():
        if item in labels:
            target[labels[item]] = 1
    return target


def windows(data, days=14):
    """Buys of the two target windows, joined with the products."""
    buys = pd.read_parquet(data / "product_buy.parquet")
    buys["timestamp"] = pd.to_datetime(buys["timestamp"])
    end = buys["timestamp"].max()
    train_start = (end - pd.Timedelta(days=2 * days - 1)).normalize()
    validation_start = train_start + pd.Timedelta(days=days)
    buys = buys.merge(pd.read_parquet(data / "product_properties.parquet"), on="sku", how="left")
    times = buys["timestamp"]
    return (
        buys[(times >= train_start) & (times < validation_start)],
        buys[(times >= validation_start) & (times <= end)],
    )


COLUMNS = {
    "propensity_category": "category",
    "propensity_sku": "sku",
    "propensity_new_sku": "sku",
    "propensity_price": "price",
}


def per_client(buys, task):
    return buys.groupby("client_id")[COLUMNS.get(task, "sku")].unique().to_dict()


def auroc(scores, truth):
    """Exact, ties by the trapezoid; 0 where there is one class."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return 0.0
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return (ranks[inverse][truth > 0].sum() - positives * (positives + 1) / 2) / (
        positives * negatives
    )


def score(logits, truth, popularity):
    probabilities = torch.sigmoid(logits).numpy()
    area = np.mean([auroc(probabilities[:, i], truth[:, i]) for i in range(truth.shape[1])])
    if popularity is None:
        return float(area)
    k = min(10, len(popularity))
    shares = torch.from_numpy(popularity / np.sort(popularity)[-k:].sum()).float()
    weighted = torch.sigmoid(logits) * shares
    top = torch.topk(logits, k, dim=1).indices
    novelty = (1 - weighted.gather(1, top).sum(1).mean().item()) ** 100
    p = torch.sigmoid(logits)
    p = p / p.sum(1, keepdim=True)
    entropy = -(p * torch.log2(p + 1e-9)).sum(1) / np.log2(len(popularity))
    return float(0.8 * area + 0.1 * novelty + 0.1 * entropy.mean().item())


def evaluate(task, data, ids, vectors, train, validation):
    labels, popularity = None, None
    if task in COLUMNS:
        labels = {v: i for i, v in enumerate(np.load(data / "target" / f"{task}.npy").tolist())}
        popularity = np.load(data / "target" / f"popularity_{task}.npy").astype(np.float64)
    rows = np.arange(len(ids))
    if task == "churn":
        rows = rows[np.isin(ids, np.load(data / "target" / "active_clients.npy"))]
    keys = ids.tolist()
    loaders = [
        DataLoader(Clients(rows, keys, vectors, per_client(buys, task), labels), batch_size=BATCH)
        for buys in (train, validation)
    ]
    torch.manual_seed(SEED)
    model = Predictor(vectors.shape[1], 1 if labels is None else len(labels))
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    loss_of = nn.BCEWithLogitsLoss()
    losses, scores, train_seconds, score_seconds = [], [], 0.0, 0.0
    cpu = time.process_time()
    for _ in range(EPOCHS):
        started = time.perf_counter()
        model.train()
        for x, y in loaders[0]:
            optimiser.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        trained = time.perf_counter()
        model.eval()
        with torch.no_grad():
            batches = [(model(x), y) for x, y in loaders[1]]
        logits = torch.cat([z for z, _ in batches])
        truth = torch.cat([y for _, y in batches]).numpy()
        scores.append(round(score(logits, truth, popularity), 4))
        train_seconds += trained - started
        score_seconds += time.perf_counter() - trained
    return {
        "task": task,
        "score": max(scores),
        "epochs": scores,
        "train_seconds": train_seconds,
        "score_seconds": score_seconds,
        "cpu_seconds": time.process_time() - cpu,
        "first_losses": losses[:6],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("profiles", type=Path)
    parser.add_argument("--tasks", required=True)
    parser.add_argument("--threads", type=int, help="default: PyTorch's own choice")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    ids = np.load(arguments.profiles / "client_ids.npy")
    vectors = np.load(arguments.profiles / "embeddings.npy")
    train, validation = windows(arguments.data)
    for task in arguments.tasks.split(","):
        result = evaluate(task, arguments.data, ids, vectors, train, validation)
        result["torch"] = torch.__version__
        result["threads"] = torch.get_num_threads()
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
