# SPDX-License-Identifier: BSD-3-Clause
"""Prints one table: each figure of ours beside the same work of a peer.

usage: python bench.py BUILD_DIR [--rounds N] [--threads N] [ROW ...]

Machines are shared and noisy, so what counts is the ratio: both sides run in turn (ours, peer, ours,
peer, ...) in this one run, each measurement is the best of many short parts, and a row shows the
medians of the rounds. With several peers the fastest counts. `want` is the ratio that must be
reached. ROW is the beginning of a row's name: "exp/", "product/float". The rows are in rows/.
Run it with the Python of an environment that has PyTorch (make bench makes one).
"""
import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import time

import rows
from rows import MS, Row

REPEATS = 1.03  # what one program's measurements differ by on a quiet machine
HERE = os.path.dirname(os.path.abspath(__file__))


class Worker:
    """A process that runs one measurement for each line "row threads" and answers seconds."""

    def __init__(self, command):
        self.command, self.process = command, None

    def __call__(self, row, threads):
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
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


@contextlib.contextmanager
def busy_processors(wanted=True):
    """A process on each processor that computes all the time, as other programs do."""
    count = len(os.sched_getaffinity(0)) if wanted else 0
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def peak_memory(command, work=""):
    """Megabytes a process had resident at its peak; `work` is what it reads."""
    script = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    return float(subprocess.check_output([sys.executable, "-c", script, *command], input=work.encode())) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    build, threads = os.path.abspath(options.build), options.threads
    th = os.path.join(build, "th")

    worker, peer_worker = [th, os.path.join(HERE, "worker.lua")], [sys.executable, os.path.join(HERE, "peer.py")]
    ours = Worker(worker)
    native = Worker([os.path.join(build, "tests", "bench-native")])
    python = Worker(peer_worker)
    start = Command([th, "-e", "require 'torch'; require 'nn'"])
    sides = {
        "PyTorch": python,
        "dd": python,
        "oneDNN": lambda row, threads: native(f"oneDNN:{row}", threads),
        "OpenBLAS": lambda row, threads: native(f"OpenBLAS:{row}", threads),
        "triad": native,
        "ours": ours,
        "engine": lambda row, threads: native(f"engine:{row}", threads),
        "start": start,
        "luajit": Command(["luajit", "-e", ""]),
    }
    table = [Row("start", "th -e \"require 'torch'; require 'nn'\"", 1, 20, MS, ("luajit",), mine="start")]
    table += [row for topic in rows.topics() for row in topic.table(threads)]

    def wanted(name):
        return not options.names or any(name.startswith(start) for start in options.names)

    print(f"{'work':52} {'threads':>7} {'ours':>11} {'peer':>11} {'peer is':9} {'ratio':>6} {'want':>6}")
    missed = 0
    for row in filter(lambda row: wanted(row.name), table):
        scale, unit = row.unit
        mine, theirs = [], {name: [] for name in row.peers}
        for _ in range(options.rounds):
            with busy_processors(row.busy):
                mine.append(sides[row.mine](row.name, row.threads))
            for name, times in theirs.items():
                with busy_processors(row.busy and name != "ours"):
                    times.append(sides[name](row.peer_row or row.name, row.threads))
        mine = statistics.median(mine)
        best, peer = min((statistics.median(times), name) for name, times in theirs.items())
        ratio = mine / best
        reached = ratio <= row.want * REPEATS
        missed += not reached
        print(f"{row.text:52} {row.threads:7} {mine * scale:8.3f} {unit} {best * scale:8.3f} {unit} "
              f"{peer:9} {ratio:6.2f} {row.want:6.2f}{'' if reached else '  missed'}", flush=True)
    if wanted("memory"):
        mine = peak_memory([th, "-e", "require 'torch'; require 'nn'"])
        torch = peak_memory([sys.executable, "-c", "import torch"])
        missed += mine > 30
        print(f"{'peak memory after loading':52} {1:7} {mine:8.1f} MB {torch:8.1f} MB PyTorch   {mine / torch:6.2f}"
              f"  30 MB{'' if mine <= 30 else '  missed'}")
    if wanted("train/lenet/memory"):
        work = f"train/lenet/64 {threads}\n"
        mine, torch = peak_memory(worker, work), peak_memory(peer_worker, work)
        missed += mine > torch / 2
        print(f"{'peak memory, LeNet training, batch 64':52} {threads:7} {mine:8.1f} MB {torch:8.1f} MB PyTorch   "
              f"{mine / torch:6.2f} {0.5:6.2f}{'' if mine <= torch / 2 else '  missed'}")
    # Counts, and the most they may be; a leak of one byte each time would be 10 megabytes.
    for name, text, most in (("fashion/allocations", "requests to the system, 100 training steps", 0),
                             ("train/lenet/allocations", "the same, LeNet, after the second step", 0),
                             ("call/growth", "resident megabytes more after 10^7 x c = a + b", 4)):
        if wanted(name):
            count = ours(name, threads)
            missed += count > most
            print(f"{text:52} {threads:7} {int(count):8}{'':33}{most:12}{'' if count <= most else '  missed'}")
    print("all rows reached" if missed == 0 else f"{missed} rows missed")


main()
