# SPDX-License-Identifier: BSD-3-Clause
"""Matrix products beside oneDNN and OpenBLAS (with the right core type) called directly.

A row's name is product/TYPE/FORM/BATCH/M/N/K; FORM says which operands are transposed (n, t each).
Where a call from Lua takes as long as the product (call/addmm16 in calls.py), ours is called from C++
as the libraries are.
"""
from . import MS, US, Row

SHAPES = (  # form, batch, m, n, k
    ("nn", 1, 512, 512, 512),
    ("nn", 1, 2048, 2048, 2048),
    ("nt", 1, 128, 512, 784),  # a linear layer, forward
    ("tn", 1, 512, 784, 128),  # its weight's gradient
    ("nn", 1, 101, 103, 107),
    ("nn", 1, 17, 1000, 33),
    ("nn", 1, 1000, 7, 1000),
    ("nn", 1, 31, 31, 4000),
    ("nn", 1, 16, 16, 16),
    ("nn", 64, 32, 32, 32),
    ("nn", 128, 64, 48, 80),
    ("nt", 16, 256, 256, 64),
    ("nn", 1000, 5, 7, 9),
)


def table(threads):
    for count in sorted({1, threads}):
        for kind in ("float", "double"):
            for form, batch, m, n, k in SHAPES:
                if kind == "double" and m == 2048:
                    m = n = k = 1024
                what = f"{kind} addmm" if batch == 1 else f"{kind} baddbmm {batch} x"
                yield Row(f"product/{kind}/{form}/{batch}/{m}/{n}/{k}", f"{what} {m}x{k}x{n} {form}", count,
                          1 / 0.9, US if m * n * k * batch < 1e8 else MS, ("oneDNN", "OpenBLAS"),
                          mine="engine" if m * n * k * batch < 1e4 else "ours")


work = {}
