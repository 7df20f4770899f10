"""Writes layers.json: outputs and gradients of PyTorch's layers (2.10) for LayersTest, which makes the same weights and inputs."""
import json
import math
import torch


def waves(start, *shape):
    """Values that both sides can make: 0.5 · sin(0.7 · (start + i))."""
    count = math.prod(shape)
    return torch.tensor([0.5 * math.sin(0.7 * (start + i)) for i in range(count)], dtype=torch.float64).to(torch.float32).reshape(shape)


def flat(tensor):
    return [float(value) for value in tensor.detach().flatten()]


def result(module, x, loss, value):
    loss.backward()
    return {"value": flat(value), "toX": flat(x.grad) if x is not None else [], "toWeights": {name: flat(weight.grad) for name, weight in module.named_parameters()}}


def fill(module):
    for number, weight in enumerate(module.parameters()):
        weight.data = waves(100 * number, *weight.shape)
    return module


def cross_entropy(rows, inputs, tokens):
    layer = fill(torch.nn.Linear(inputs, tokens))
    x = waves(3, rows, inputs).requires_grad_()
    targets = torch.tensor([(7 * i) % tokens if i % 3 else -100 for i in range(rows)])
    loss = 0.25 * torch.nn.functional.cross_entropy(layer(x), targets, reduction="sum")
    return result(layer, x, 2 * loss, loss)


def transformer():
    layer = fill(torch.nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, batch_first=True))
    x = waves(3, 3, 4, 8).requires_grad_()
    padding = torch.tensor([[False] * 4, [False] * 3 + [True], [False] + [True] * 3])
    y = layer(x, src_key_padding_mask=padding)
    real = (~padding).float().unsqueeze(2)
    return result(layer, x, (y * real * waves(5, 3, 4, 8)).sum(), y * real)


def embedding():
    layer = fill(torch.nn.Embedding(5, 3))
    y = layer(torch.tensor([4, 0, 4, 2]))
    return result(layer, None, (y * waves(5, 4, 3)).sum(), y)


with open("layers.json", "w") as file:
    json.dump({"crossEntropy": cross_entropy(11, 5, 37), "transformer": transformer(), "embedding": embedding()}, file)
