# SPDX-License-Identifier: BSD-3-Clause
"""The rows of the table, one file for each line of the file `topics`: `table(threads)` declares them,
`work` does the same work in PyTorch. The Lua file of the same stem does it on our side.
"""
import dataclasses
import importlib
import pathlib
import time

US, MS, NS = (1e6, "us"), (1e3, "ms"), (1e9, "ns")


@dataclasses.dataclass
class Row:
    """`name` is what workers are asked for; `want` the ratio to the fastest peer that must be reached."""
    name: str
    text: str
    threads: int
    want: float
    unit: tuple = MS
    # Who does the same: PyTorch, dd, oneDNN, OpenBLAS or triad (native.cpp), or "ours" for another row
    # of our own, named by `peer_row`.
    peers: tuple = ("PyTorch",)
    peer_row: str = ""
    # Who measures our side: a script's call, or the engine's function called from C++ ("engine"),
    # or a whole process ("start").
    mine: str = "ours"
    # Both sides run beside a busy process on each processor; a peer "ours" is our side without them.
    busy: bool = False


def best_time(body, at_least=0.1):
    """Seconds for one call of `body`: the best of many parts of about `at_least` seconds in all."""
    body()
    start = time.perf_counter()
    body()
    once = time.perf_counter() - start
    calls = max(1, int(at_least / 20 / max(once, 1e-7)))
    best, end = float("inf"), time.perf_counter() + at_least
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            body()
        now = time.perf_counter()
        best = min(best, (now - start) / calls)
        if now > end:
            return best


def mean_time(body):
    """Seconds for one call, the mean of some seconds: on busy processors the best of short parts would be
    one that had them for itself."""
    for _ in range(3):
        body()
    calls, start = 0, time.perf_counter()
    while time.perf_counter() < start + 3:
        body()
        calls += 1
    return (time.perf_counter() - start) / calls


def topics():
    names = (pathlib.Path(__file__).parent / "topics").read_text().split()
    return [importlib.import_module(f"rows.{name}") for name in names]
