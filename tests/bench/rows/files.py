# SPDX-License-Identifier: BSD-3-Clause
"""1 GB of floats to and from the disk of the current directory, beside dd, from a cold cache."""
import os
import subprocess
import time

from . import Row

PATH = "bench-dd.tmp"


def table(threads):
    yield Row("files/save", "torch.save, 1 GB of floats", threads, 1 / 0.7, peers=("dd",))
    yield Row("files/load", "torch.load, 1 GB of floats", threads, 1 / 0.7, peers=("dd",))


def dd(*arguments):
    start = time.perf_counter()
    subprocess.run(["dd", "bs=1M", *arguments], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def write():
    return dd("if=/dev/zero", f"of={PATH}", "count=954", "conv=fsync")


def save():
    seconds = write()
    os.remove(PATH)
    return seconds


def load():
    write()
    dd(f"if={PATH}", "iflag=nocache", "count=0")  # the file leaves the cache
    seconds = dd(f"if={PATH}", "of=/dev/null")
    os.remove(PATH)
    return seconds


work = {"files/save": save, "files/load": load}
