# SPDX-License-Identifier: BSD-3-Clause
"""The work of bench.py in PyTorch: reads "row threads" lines, answers seconds for one piece of work."""
import sys

import torch

import rows

work = {name: body for topic in rows.topics() for name, body in topic.work.items()}
for line in sys.stdin:
    row, threads = line.split()
    torch.set_num_threads(int(threads))
    print(work[row]() if row in work else f"unknown row {row}", flush=True)
