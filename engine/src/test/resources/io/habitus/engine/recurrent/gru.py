"""Writes gru.json: outputs and gradients of PyTorch's GRU (2.10) for GruTest, which makes the same weights and inputs."""
import json
import math
import torch


def waves(start, *shape):
    """Values that both sides can make: 0.5 · sin(0.7 · (start + i))."""
    count = math.prod(shape)
    return torch.tensor([0.5 * math.sin(0.7 * (start + i)) for i in range(count)], dtype=torch.float64).to(torch.float32).reshape(shape)


def leaf(tensor):
    return tensor.clone().requires_grad_()


def run(inputs, width, layers, lengths, same, started):
    gru = torch.nn.GRU(inputs, width, layers)
    for number, weight in enumerate(gru.parameters()):
        weight.data = waves(100 * number, *weight.shape)
    sequences, steps = len(lengths), max(lengths)
    if same:
        source = leaf(waves(7, sequences, inputs))
        x = source.unsqueeze(0).expand(steps, -1, -1)
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths)
    else:
        source = leaf(waves(7, sum(lengths), inputs))
        active = [sum(length > step for length in lengths) for step in range(steps)]
        packed = torch.nn.utils.rnn.PackedSequence(source, torch.tensor(active))
    start = leaf(waves(11, layers, sequences, width)) if started else None
    rows, last = gru(packed, start)
    loss = (rows.data * waves(13, *rows.data.shape)).sum() + (last * waves(17, *last.shape)).sum()
    loss.backward()
    flat = lambda tensor: [float(value) for value in tensor.detach().flatten()]
    return {
        "inputs": inputs, "width": width, "layers": layers, "lengths": lengths, "same": same, "started": started,
        "rows": flat(rows.data), "last": flat(last), "toInput": flat(source.grad),
        "toStart": flat(start.grad) if started else [],
        "toWeights": {name: flat(weight.grad) for name, weight in gru.named_parameters()},
    }


cases = [run(5, 7, 2, [4, 3, 3, 1], False, True), run(3, 16, 1, [9, 9, 2, 1, 1], False, False), run(4, 8, 1, [5, 4, 4], True, True)]
with open("gru.json", "w") as file:
    json.dump(cases, file)
