"""Loss and gradients of small instances of SRA, FIP and MTL by PyTorch in double precision.

The tests of io.habitus.models.{sra,fip,mtl} hold ours to what this prints. Weights, inputs and labels
are formulas, so that both sides make the same ones:

    weight number k of the names in alphabetical order, element i:  0.5 sin(1 + 0.37 i + 1.7 k)
        plus 1 where it is the scale of a layer norm
    event rows, element i of the padded-free matrix, client after client:  sin(0.61 i)

Of every gradient three numbers are printed: the first element, the sum, and the sum of element i times
cos(0.1 i).

    python sequence_parity.py
"""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
WIDTH, TARGET_WIDTH, HIDDEN, LATENT = 7, 6, 8, 5
LENGTHS = [6, 4, 4, 1]
TARGET_LENGTHS = [1, 3, 5, 1]
NEUTRAL = [True, False, False, False]


def rows(lengths, width, phase):
    """Client after client, (steps, width) each."""
    flat = torch.sin(0.61 * torch.arange(sum(lengths) * width, dtype=torch.float64) + phase)
    return [part.reshape(-1, width) for part in flat.split([n * width for n in lengths])]


def fill(model):
    for k, (name, weight) in enumerate(sorted(model.named_parameters())):
        i = torch.arange(weight.numel(), dtype=torch.float64)
        wave = 0.5 * torch.sin(1 + 0.37 * i + 1.7 * k)
        scale = weight.dim() == 1 and name.endswith("weight")
        weight.data = (wave + (1 if scale else 0)).reshape(weight.shape)


def report(title, model, loss, vectors):
    loss.backward()
    print(f"--- {title}")
    print(f"loss {loss.item():.10g}")
    print("vectors", ", ".join(f"{v:.9g}" for v in vectors.flatten().tolist()[:2 * vectors.shape[1]]))
    for name, weight in sorted(model.named_parameters()):
        g = torch.zeros_like(weight) if weight.grad is None else weight.grad
        g = g.flatten()
        wave = torch.cos(0.1 * torch.arange(g.numel(), dtype=torch.float64))
        print(f'"{name}", {g[0].item():.9g}, {g.sum().item():.9g}, {(g * wave).sum().item():.9g}')


class Autoencoder(nn.Module):
    """SRA, and FIP: encoder, latent, decoder that reads the latent at every step, output."""

    def __init__(self, width, target_width):
        super().__init__()
        self.encoder = nn.GRU(width, HIDDEN, batch_first=True)
        self.latent = nn.Linear(HIDDEN, LATENT)
        self.decoder = nn.GRU(LATENT, HIDDEN, batch_first=True)
        self.output = nn.Linear(HIDDEN, target_width)

    def encode(self, x):
        _, last = self.encoder(x[None])
        return self.latent(last[-1])

    def decode(self, z, steps):
        out, _ = self.decoder(z[:, None].expand(-1, steps, -1))
        return self.output(out)[0]


def sra():
    model = Autoencoder(WIDTH, WIDTH)
    fill(model)
    x = rows(LENGTHS, WIDTH, 0)
    z = [model.encode(each) for each in x]
    error = sum(((model.decode(v, len(each)) - each) ** 2).sum() for v, each in zip(z, x))
    report("SRA", model, error / sum(LENGTHS), torch.cat(z))


def fip():
    model = Autoencoder(WIDTH, TARGET_WIDTH)
    fill(model)
    z = [model.encode(each) for each in rows(LENGTHS, WIDTH, 0)]
    targets = rows(TARGET_LENGTHS, TARGET_WIDTH, 0.5)
    error = 0
    for v, target, neutral in zip(z, targets, NEUTRAL):
        error = error + (0.8 if neutral else 1.0) * ((model.decode(v, len(target)) - target) ** 2).sum()
    report("FIP", model, error / sum(TARGET_LENGTHS), torch.cat(z))


class Residual(nn.Module):
    """x + MLP(x): each layer linear, GELU, layer norm, dropout."""

    def __init__(self, width, inner):
        super().__init__()
        self.expand, self.expand_norm = nn.Linear(width, inner), nn.LayerNorm(inner)
        self.contract, self.contract_norm = nn.Linear(inner, width), nn.LayerNorm(width)

    def forward(self, x):
        gelu = nn.functional.gelu
        return x + self.contract_norm(gelu(self.contract(self.expand_norm(gelu(self.expand(x))))))


class Head(nn.Module):
    def __init__(self, width, first, second, labels):
        super().__init__()
        self.first, self.second = nn.Linear(width, first), nn.Linear(first, second)
        self.logits = nn.Linear(second, labels)

    def forward(self, x):
        gelu = nn.functional.gelu
        return self.logits(gelu(self.second(gelu(self.first(x)))))


class MultiTask(nn.Module):
    def __init__(self, width, hidden, heads, feed_forward, inner, latent, first, second, labels):
        super().__init__()
        self.encoder = nn.GRU(width, hidden, batch_first=True)
        self.attention = nn.TransformerEncoderLayer(
            hidden, heads, feed_forward, dropout=0.0, activation="relu", batch_first=True)
        self.norm = nn.LayerNorm(hidden)
        self.block = Residual(hidden, inner)
        self.latent = nn.Linear(hidden, latent)
        self.heads = nn.ModuleDict({name: Head(latent, first, second, n) for name, n in labels.items()})

    def encode(self, x):
        out, _ = self.encoder(x[None])
        return self.latent(self.block(self.norm(self.attention(out).mean(1))))


def mtl():
    labels = {"churn": 1, "category": 3, "sku": 4}
    weights = {"churn": 0.3, "category": 0.35, "sku": 0.35}
    model = MultiTask(WIDTH, HIDDEN, 2, 12, 10, LATENT, 9, 6, labels)
    fill(model)
    z = torch.cat([model.encode(each) for each in rows(LENGTHS, WIDTH, 0)])
    loss = 0
    for name, n in labels.items():
        truth = torch.tensor([[float((c + label) % 3 == 0) for label in range(n)] for c in range(len(LENGTHS))])
        logits = model.heads[name](z)
        loss = loss + weights[name] * nn.functional.binary_cross_entropy_with_logits(logits, truth)
    report("MTL", model, loss, z)


for instance in (sra, fip, mtl):
    instance()
