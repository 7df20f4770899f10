"""Where PyTorch spends the time of a predictor step: one residual block, batch 128, AdamW.

    python predictor_step.py [threads] [repetitions]

The same block as PredictorStepBenchmark: 2048 -> 4096 -> 2048 with GELU, a third of a step. CPU
time, which other load disturbs less than wall time; of all threads together.
"""

import statistics
import sys
import time

import torch
from torch import nn

threads = int(sys.argv[1]) if len(sys.argv) > 1 else torch.get_num_threads()
repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 30
torch.set_num_threads(threads)
torch.manual_seed(1)
block = nn.Sequential(nn.Linear(2048, 4096), nn.GELU(), nn.Linear(4096, 2048))
for fused in (False, True):
    optimiser = torch.optim.AdamW(block.parameters(), lr=1e-3, fused=fused)
    x = (torch.rand(128, 2048) * 2 - 1).requires_grad_()
    times = []
    for i in range(repetitions + 3):
        started = time.process_time()
        optimiser.zero_grad()
        y = block(x)
        forward = time.process_time()
        y.backward(y.detach())
        backward = time.process_time()
        optimiser.step()
        stepped = time.process_time()
        if i >= 3:
            parts = (forward - started, backward - forward, stepped - backward, stepped - started)
            times.append([1e3 * part for part in parts])
    medians = [statistics.median(column) for column in zip(*times)]
    print(
        "torch %s, %d threads, AdamW %s; median ms of CPU time, all threads: forward %.1f, backward %.1f, AdamW %.1f, block %.1f"
        % (torch.__version__, threads, "fused" if fused else "default", *medians)
    )
