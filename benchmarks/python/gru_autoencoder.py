"""GRU autoencoder of event sequences in plain PyTorch: the rival of GruAutoencoderBenchmark.

    python gru_autoencoder.py FOLDER train|embed random|bucketed THREADS PROCESSES SECONDS

FOLDER holds lengths.npy (clients), tokens.npy (steps of all clients, fields) and network.json
(sizes of the vocabularies, embedding, hidden, layers, dropout, batch, combine). Every client is read
as start, its steps, end. Batches are padded to their longest client, and the GRU runs through the
padding, as published; the vector of a client is taken at its own last step. "random" batches are the published ones; "bucketed" ones
hold clients of similar lengths. THREADS 0 is PyTorch's default (the number of cores, not of hardware threads); PROCESSES 2
trains with DistributedDataParallel over gloo, half a batch each. Steps are timed for SECONDS after a
warm-up of three, or of 15 seconds where they are slow; the rate is real events (start and end not counted) per second.

    python gru_autoencoder.py FOLDER check WEIGHTS

loads weights from a safetensors file and compares the vectors of 500 clients with vectors.npy.

    python gru_autoencoder.py constants

prints the loss and gradients of a small instance with fixed weights, for the parity test.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

PAD, START, END = 0, 1, 2


class GruAutoencoder(nn.Module):
    def __init__(self, sizes, embedding, hidden, layers, dropout, combine):
        super().__init__()
        self.combine = combine
        self.embeddings = nn.ModuleList(nn.Embedding(size, embedding) for size in sizes)
        width = embedding * (len(sizes) if combine == "concatenate" else 1)
        share = dropout if layers > 1 else 0.0
        self.encoder = nn.GRU(width, hidden, layers, batch_first=True, dropout=share)
        self.decoder = nn.GRU(width, hidden, layers, batch_first=True, dropout=share)
        self.heads = nn.ModuleList(nn.Linear(hidden, size) for size in sizes)

    def embed_steps(self, tokens):
        parts = [table(tokens[:, :, f]) for f, table in enumerate(self.embeddings)]
        return torch.cat(parts, -1) if self.combine == "concatenate" else sum(parts)

    def encode(self, tokens, lengths, packed=False):
        """Last hidden states of all layers, each client's at its own last step."""
        steps = self.embed_steps(tokens)
        if packed:
            steps = nn.utils.rnn.pack_padded_sequence(steps, lengths, batch_first=True, enforce_sorted=False)
            return self.encoder(steps)[1]
        outputs, last = self.encoder(steps)
        return outputs[torch.arange(len(lengths)), lengths - 1], last

    def forward(self, tokens, lengths, packed=False):
        if packed:
            states = self.encode(tokens, lengths, True)
            client = states[-1]
        else:
            client, states = self.encode(tokens, lengths)
        inputs = self.embed_steps(tokens[:, :-1]) + client.unsqueeze(1)
        outputs, _ = self.decoder(inputs, states.contiguous())
        targets = tokens[:, 1:]
        loss = 0.0
        for f, head in enumerate(self.heads):
            logits = head(outputs)
            loss = loss + functional.cross_entropy(
                logits.flatten(0, 1), targets[:, :, f].flatten(), ignore_index=PAD
            )
        return loss


def read(folder):
    lengths = np.load(folder / "lengths.npy")
    tokens = np.load(folder / "tokens.npy").astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return lengths, tokens, offsets


def batches(lengths, batch, way, seed):
    random = np.random.default_rng(seed)
    order = random.permutation(len(lengths))
    if way == "random":
        cut = [order[i : i + batch] for i in range(0, len(order), batch)]
        return cut
    buckets = (np.log(lengths[order]) / np.log(1.05)).astype(np.int64)
    order = order[np.argsort(buckets, kind="stable")]
    cut = [order[i : i + batch] for i in range(0, len(order), batch)]
    random.shuffle(cut)
    return cut


def padded(data, members):
    lengths, tokens, offsets = data
    longest = lengths[members].max() + 2
    rows = np.zeros((len(members), longest, tokens.shape[1]), np.int64)
    for i, member in enumerate(members):
        length = lengths[member]
        rows[i, 0] = START
        rows[i, 1 : length + 1] = tokens[offsets[member] : offsets[member] + length]
        rows[i, length + 1] = END
    return torch.from_numpy(rows), torch.from_numpy(lengths[members].astype(np.int64) + 2)


def make(folder):
    options = json.loads((folder / "network.json").read_text())
    torch.manual_seed(1)
    network = GruAutoencoder(
        options["sizes"],
        options["embedding"],
        options["hidden"],
        options["layers"],
        options["dropout"],
        options["combine"],
    )
    return network, options["batch"]


def measure(folder, task, way, threads, rank, processes, seconds):
    if threads:
        torch.set_num_threads(threads)
    network, batch = make(folder)
    data = read(folder)
    model = network
    if processes > 1:
        model = nn.parallel.DistributedDataParallel(network)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    network.train(task == "train")
    rate = {"events": 0, "steps": 0, "padded": 0}
    started = cpu = epoch = 0
    done = False
    warm = 3
    begun = time.perf_counter()
    while not done:
        for members in batches(data[0], batch, way, epoch):
            if warm == 0 and not rate["steps"]:
                started, cpu = time.perf_counter(), time.process_time()
            mine = members[rank::processes]
            if len(mine) == 0:
                continue
            tokens, lengths = padded(data, mine)
            if task == "train":
                optimiser.zero_grad()
                model(tokens, lengths).backward()
                optimiser.step()
            else:
                with torch.inference_mode():
                    network.encode(tokens, lengths)
            if warm:
                slow = torch.tensor(time.perf_counter() - begun > 15, dtype=torch.int32)
                if processes > 1:
                    torch.distributed.broadcast(slow, 0)
                warm = 0 if slow else warm - 1
                continue
            rate["events"] += int(data[0][members].sum())
            rate["padded"] += len(members) * (tokens.shape[1] - 2)
            rate["steps"] += 1
            stop = torch.tensor(time.perf_counter() - started > seconds, dtype=torch.int32)
            if processes > 1:
                torch.distributed.broadcast(stop, 0)
            if stop:
                done = True
                break
        epoch += 1
    elapsed = time.perf_counter() - started
    return {
        "task": task,
        "batches": way,
        "threads": torch.get_num_threads(),
        "processes": processes,
        "steps": rate["steps"],
        "events_per_second": rate["events"] / elapsed,
        "cpu_seconds": time.process_time() - cpu,
        "seconds": elapsed,
        "real_share": rate["events"] / rate["padded"],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "torch": torch.__version__,
    }


def load(network, file):
    """Weights from a safetensors file: a length, a JSON header, the numbers."""
    data = Path(file).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    state = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + at for at in entry["data_offsets"])
            values = np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"])
            state[name] = torch.from_numpy(values.copy())
    network.load_state_dict(state)


def check(folder, file):
    network, _ = make(folder)
    load(network, file)
    network.eval()
    data = read(folder)
    ours = np.load(folder / "vectors.npy").astype(np.float32)
    members = np.linspace(0, len(ours) - 1, min(500, len(ours))).astype(np.int64)
    with torch.inference_mode():
        theirs = network.encode(*padded(data, members))[0].numpy()
    difference = float(np.abs(theirs - ours[members]).max())
    if not difference < 1e-3:
        sys.exit("vectors differ by %g" % difference)
    return {"clients": len(members), "largest_difference": difference}


def worker(rank, folder, task, way, threads, processes, seconds):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511")
    torch.distributed.init_process_group("gloo", rank=rank, world_size=processes)
    found = measure(folder, task, way, threads, rank, processes, seconds)
    if rank == 0:
        print(json.dumps(found), flush=True)
    torch.distributed.destroy_process_group()


def fill(name, tensor):
    """Weights that Java computes too: a sine of the position, another phase for each weight."""
    phase = sum(map(ord, name)) % 100
    values = torch.sin(torch.arange(tensor.numel(), dtype=torch.float64) * 0.7 + phase) * 0.3
    with torch.no_grad():
        tensor.copy_(values.reshape(tensor.shape))


def constants():
    """Two layers of 8, two fields, three clients of 4, 2 and 1 steps. Packed: without padding."""
    for combine, embedding in (("sum", 8), ("concatenate", 4)):
        network = GruAutoencoder([9, 7], embedding, 8, 2, 0.0, combine).double()
        for name, tensor in network.named_parameters():
            fill(name, tensor)
        lengths = np.array([4, 2, 1])
        tokens = np.array([[5, 5], [6, 6], [7, 3], [8, 5], [4, 3], [5, 6], [6, 4]], np.int64)
        data = lengths, tokens, np.array([0, 4, 6, 7])
        batch, sizes = padded(data, np.arange(3))
        loss = network(batch, sizes, packed=True)
        loss.backward()
        vectors = network.encode(batch, sizes, True)[-1]
        print(combine, "loss %.9f" % loss.item())
        print("vectors", ["%.9f" % value for value in vectors.flatten().tolist()])
        for name, tensor in network.named_parameters():
            gradient = tensor.grad.flatten()
            weights = torch.cos(torch.arange(gradient.numel(), dtype=torch.float64) * 1.3)
            print(
                '"%s", %.9e, %.9e, %.9e'
                % (name, gradient.norm(), (gradient * weights).sum(), gradient[gradient.numel() // 2])
            )


def main():
    if sys.argv[1] == "constants":
        constants()
        return
    folder, task, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if task == "check":
        print(json.dumps(check(folder, way)))
        return
    threads, processes, seconds = int(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6])
    if processes == 1:
        print(json.dumps(measure(folder, task, way, threads, 0, 1, seconds)))
        return
    torch.multiprocessing.spawn(
        worker, (folder, task, way, threads, processes, seconds), nprocs=processes
    )


if __name__ == "__main__":
    main()
