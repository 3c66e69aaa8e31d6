# SPDX-License-Identifier: BSD-3-Clause
"""Prints one table: each figure of ours beside the same work of a peer.

usage: python bench.py BUILD_DIR [--rounds N] [--threads N] [ROW ...]

Machines are shared and noisy, so what counts is the ratio: both sides run in turn (ours, peer, ours,
peer, ...) in this one run, and a row shows the medians. `want` is the ratio that must be reached.
Run it with the Python of an environment that has PyTorch (make bench makes one).
"""
import argparse
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MS, US, NS = (1e3, "ms"), (1e6, "us"), (1e9, "ns")


class Worker:
    """A process that runs one measurement for each line "row threads" and answers seconds."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, row, threads):
        self.process.stdin.write(f"{row} {threads}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        try:
            return float(answer)
        except ValueError:
            sys.exit(f"{row}: {answer or 'the worker ended'}")


class Command:
    """A whole process as a measurement: its wall time."""

    def __init__(self, command):
        self.command = command

    def __call__(self, row, threads):
        start = time.perf_counter()
        subprocess.run(self.command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def peak_memory(command):
    """Megabytes a process had resident at its peak."""
    script = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    return float(subprocess.check_output([sys.executable, "-c", script, *command])) / 1024


def rows(build, all_threads):
    th = os.path.join(build, "th")
    ours = Worker([th, os.path.join(HERE, "worker.lua")])
    torch = Worker([sys.executable, os.path.join(HERE, "peer.py")])
    onednn = Worker([os.path.join(build, "tests", "bench-onednn")])
    counts = [1] if all_threads == 1 else [1, all_threads]
    yield "call/add10", "a:add(b), 10 floats", 1, ours, torch, "PyTorch", 0.1, NS
    yield "loop/read", "s = s + t[i], 10^6 elements", 1, ours, "loop/read_ffi", "FFI array", 3.0, MS
    yield "loop/write", "t[i] = i, 10^6 elements", 1, ours, "loop/write_ffi", "FFI array", 4.5, MS
    start = Command([th, "-e", "require 'torch'; require 'nn'"])
    yield "start", "th -e \"require 'torch'; require 'nn'\"", 1, start, Command(["luajit", "-e", ""]), "luajit", 20, MS
    for threads in counts:
        for n in (512, 2048):
            yield f"gemm/{n}", f"float matrix product {n}", threads, ours, onednn, "oneDNN", 1 / 0.9, MS
    for threads in counts:
        for batch in (64, 1):
            yield (f"fashion/{batch}", f"Fashion-MNIST training step, batch {batch}", threads, ours, torch,
                   "PyTorch", 1.0, MS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    build = os.path.abspath(options.build)

    print(f"{'work':48} {'threads':>7} {'ours':>11} {'peer':>11} {'peer is':9} {'ratio':>6} {'want':>6}")
    missed = 0
    for name, text, threads, ours, peer, peer_name, want, (scale, unit) in rows(build, options.threads):
        if options.names and not any(name.startswith(wanted) for wanted in options.names):
            continue
        peer_row = name
        if isinstance(peer, str):  # another row of our own worker
            peer_row, peer = peer, ours
        a, b = [], []
        for _ in range(options.rounds):
            a.append(ours(name, threads))
            b.append(peer(peer_row, threads))
        ratio = statistics.median(a) / statistics.median(b)
        missed += ratio > want
        print(f"{text:48} {threads:7} {statistics.median(a) * scale:8.3f} {unit} "
              f"{statistics.median(b) * scale:8.3f} {unit} {peer_name:9} {ratio:6.2f} {want:6.2f}"
              f"{'' if ratio <= want else '  missed'}", flush=True)
    if not options.names or "memory" in options.names:
        th = peak_memory([os.path.join(build, "th"), "-e", "require 'torch'; require 'nn'"])
        torch = peak_memory([sys.executable, "-c", "import torch"])
        print(f"{'peak memory after loading':48} {1:7} {th:8.1f} MB {torch:8.1f} MB PyTorch   {th / torch:6.2f}"
              f"   30 MB{'' if th < 30 else '  missed'}")
    if not options.names or "allocations" in options.names:
        worker = Worker([os.path.join(build, "th"), os.path.join(HERE, "worker.lua")])
        count = worker("fashion/allocations", options.threads)
        print(f"{'requests to the system, 100 training steps':48} {options.threads:7} {int(count):8}{'':33}{0:12}"
              f"{'' if count == 0 else '  missed'}")
    print("all rows reached" if missed == 0 else f"{missed} rows missed")


main()
