"""Forward and backward pass of PyTorch's GRU over 128 sequences of 64 steps: beside GruStepBenchmark.

    python gru_step.py THREADS INPUTS WIDTH ROUNDS
"""
import statistics
import sys
import time

import torch

threads, inputs, width, rounds = (int(argument) for argument in sys.argv[1:5])
torch.set_num_threads(threads)
sequences, steps = 128, 64
gru = torch.nn.GRU(inputs, width)
x = torch.randn(steps, sequences, inputs)
forward, both = [], []
for _ in range(rounds):
    start = time.perf_counter()
    rows, last = gru(x)
    forward.append(time.perf_counter() - start)
    (rows.sum() + last.sum()).backward()
    both.append(time.perf_counter() - start)
flops = 2 * sequences * steps * 3 * width * (inputs + width)
ahead, total = statistics.median(forward), statistics.median(both)
print(
    f"PyTorch {torch.__version__}, threads {threads}: forward {ahead * 1e3:.1f} ms ({flops / ahead / 1e9:.0f} GF/s), "
    f"forward and backward {total * 1e3:.1f} ms ({3 * flops / total / 1e9:.0f} GF/s), {sequences * steps / total:,.0f} events/s"
)
