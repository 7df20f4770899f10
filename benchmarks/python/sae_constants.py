"""Prints the constants of SaeNetworkTest: loss and gradients of a small sparse autoencoder in PyTorch."""

import torch

WIDTH, FEATURES, VECTORS = 5, 12, 7
DEAD = [1, 4, 9]


def formula(n, salt):
    return torch.sin(1.7 * torch.arange(n, dtype=torch.float64) + salt)


def run(kind, auxiliary):
    w_enc = (0.5 * formula(FEATURES * WIDTH, 1)).reshape(FEATURES, WIDTH).requires_grad_()
    b_enc = (0.5 * formula(FEATURES, 2)).requires_grad_()
    w_dec = (0.5 * formula(FEATURES * WIDTH, 3)).reshape(FEATURES, WIDTH)
    w_dec = (w_dec / w_dec.norm(dim=1, keepdim=True)).requires_grad_()
    b_dec = (0.5 * formula(WIDTH, 4)).requires_grad_()
    x = formula(VECTORS * WIDTH, 5).reshape(VECTORS, WIDTH)

    pre = (x - b_dec) @ w_enc.T + b_enc
    if kind == "relu":
        z = pre.relu()
    elif kind == "topk":
        z = torch.zeros_like(pre).scatter(1, pre.topk(3, dim=1).indices, pre.relu().gather(1, pre.topk(3, dim=1).indices))
    else:
        flat = pre.relu().flatten()
        top = flat.topk(2 * VECTORS).indices
        z = torch.zeros_like(flat).scatter(0, top, flat[top]).reshape(pre.shape)
    out = z @ w_dec + b_dec
    loss = (out - x).pow(2).sum(1).mean()
    if kind == "relu":
        loss = loss + 0.3 * z.sum(1).mean()
    if auxiliary:
        residual = (x - out).detach()
        dead = torch.full_like(pre, -torch.inf)
        dead[:, DEAD] = pre[:, DEAD]
        index = dead.topk(min(len(DEAD), WIDTH // 2), dim=1).indices
        z2 = torch.zeros_like(pre).scatter(1, index, pre.relu().gather(1, index))
        loss = loss + auxiliary * (z2 @ w_dec - residual).pow(2).sum(1).mean()
    loss.backward()
    along = (w_dec.grad * w_dec).sum(1, keepdim=True)
    grads = [w_enc.grad, b_enc.grad, (w_dec.grad - along * w_dec).detach(), b_dec.grad]
    numbers = [loss.item()]
    for grad in grads:
        flat = grad.flatten()
        numbers.append((flat * torch.cos(torch.arange(len(flat), dtype=torch.float64))).sum().item())
    return ", ".join(f"{n:.7f}" for n in numbers)


for name, kind, auxiliary in [
    ("TOPK", "topk", 0),
    ("TOPK_AUXILIARY", "topk", 0.25),
    ("BATCH_TOPK", "batch", 0),
    ("RELU", "relu", 0.25),
]:
    print(f"  private static final double[] {name} = {{{run(kind, auxiliary)}}};")
