"""Writes causal.json: causal transformers of torch.nn, in double precision. Usage: python causal.py"""

import json
import math

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
WIDTH, HEADS, INNER, LAYERS, LENGTHS = 8, 2, 12, 2, [3, 1, 26]
ROWS = sum(LENGTHS)


def waves(start, *shape):
    count = math.prod(shape)
    return torch.tensor([0.5 * math.sin(0.7 * (start + i)) for i in range(count)]).reshape(shape)


def declared():
    """Names and shapes in the order in which Habitus declares them."""
    yield "positions.weight", (26, WIDTH)
    for layer in range(LAYERS):
        for name, shape in [
            ("norm1.weight", (WIDTH,)), ("norm1.bias", (WIDTH,)),
            ("attention.query.weight", (WIDTH, WIDTH)), ("attention.query.bias", (WIDTH,)),
            ("attention.key_value.weight", (2 * WIDTH, WIDTH)), ("attention.key_value.bias", (2 * WIDTH,)),
            ("attention.out.weight", (WIDTH, WIDTH)), ("attention.out.bias", (WIDTH,)),
            ("norm2.weight", (WIDTH,)), ("norm2.bias", (WIDTH,)),
            ("linear1.weight", (INNER, WIDTH)), ("linear1.bias", (INNER,)),
            ("linear2.weight", (WIDTH, INNER)), ("linear2.bias", (WIDTH,)),
        ]:
            yield f"layers.{layer}.{name}", shape
    yield "norm.weight", (WIDTH,)
    yield "norm.bias", (WIDTH,)


def causal(length):
    return nn.Transformer.generate_square_subsequent_mask(length)


def encoder_layer(w, x, mask, norm_first, activation):
    """torch.nn.TransformerEncoderLayer with our weights."""
    layer = nn.TransformerEncoderLayer(
        WIDTH, HEADS, INNER, 0.0, activation, 1e-5, batch_first=True, norm_first=norm_first
    )
    values = {
        "self_attn.in_proj_weight": torch.cat([w["attention.query.weight"], w["attention.key_value.weight"]]),
        "self_attn.in_proj_bias": torch.cat([w["attention.query.bias"], w["attention.key_value.bias"]]),
        "self_attn.out_proj.weight": w["attention.out.weight"],
        "self_attn.out_proj.bias": w["attention.out.bias"],
    }
    for name in ["norm1", "norm2", "linear1", "linear2"]:
        for kind in ["weight", "bias"]:
            values[f"{name}.{kind}"] = w[f"{name}.{kind}"]
    return torch.func.functional_call(layer, values, (x,), {"src_mask": mask})


def query_layer(w, x, mask):
    """SASRec's: queries alone are normalised, and what is added is the normalised value."""
    attention = nn.MultiheadAttention(WIDTH, HEADS, 0.0, batch_first=True)
    values = {
        "in_proj_weight": torch.cat([w["attention.query.weight"], w["attention.key_value.weight"]]),
        "in_proj_bias": torch.cat([w["attention.query.bias"], w["attention.key_value.bias"]]),
        "out_proj.weight": w["attention.out.weight"],
        "out_proj.bias": w["attention.out.bias"],
    }
    q = nn.functional.layer_norm(x, [WIDTH], w["norm1.weight"], w["norm1.bias"], 1e-5)
    mixed = torch.func.functional_call(attention, values, (q, x, x), {"attn_mask": mask, "need_weights": False})[0]
    y = q + mixed
    b = nn.functional.layer_norm(y, [WIDTH], w["norm2.weight"], w["norm2.bias"], 1e-5)
    inner = torch.relu(nn.functional.linear(b, w["linear1.weight"], w["linear1.bias"]))
    return b + nn.functional.linear(inner, w["linear2.weight"], w["linear2.bias"])


def forward(norm, activation, weights, x):
    rows = []
    for part in torch.split(x, LENGTHS):
        length = len(part)
        from_end = norm == "QUERY"
        places = torch.arange(length).flip(0) if from_end else torch.arange(length)
        h = (part + weights["positions.weight"][places])[None]
        for layer in range(LAYERS):
            prefix = f"layers.{layer}."
            w = {name[len(prefix):]: value for name, value in weights.items() if name.startswith(prefix)}
            if norm == "QUERY":
                h = query_layer(w, h, causal(length))
            else:
                curve = torch.relu if activation == "RELU" else lambda v: nn.functional.gelu(v, approximate="tanh")
                h = encoder_layer(w, h, causal(length), norm == "BEFORE", curve)
        rows.append(nn.functional.layer_norm(h[0], [WIDTH], weights["norm.weight"], weights["norm.bias"], 1e-5))
    return torch.cat(rows)


def case(norm, activation):
    weights = {}
    for i, (name, shape) in enumerate(declared()):
        weights[name] = waves(100 * i, *shape).requires_grad_()
    x = waves(3, ROWS, WIDTH).requires_grad_()
    y = forward(norm, activation, weights, x)
    (y * waves(5, ROWS, WIDTH)).sum().backward()
    numbers = lambda t: [float(f"{v:.7g}") for v in t.flatten().tolist()]
    return {
        "norm": norm,
        "activation": activation,
        "value": numbers(y),
        "toX": numbers(x.grad),
        "toWeights": {name: numbers(w.grad) for name, w in weights.items()},
    }


with open("causal.json", "w") as file:
    json.dump([case("BEFORE", "GELU"), case("AFTER", "RELU"), case("QUERY", "RELU")], file)
    file.write("\n")
