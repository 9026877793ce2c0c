#!/usr/bin/env python3
"""Kills a sweep at random moments, or lets its disk run full, and compares the final table with that of an undisturbed run.

    benches/interrupt_sweep.py OSTEOTOME SWEEP.toml kill COUNT LONGEST_S
    benches/interrupt_sweep.py OSTEOTOME SWEEP.toml fill FOLDER

`kill` sends SIGKILL COUNT times, each after a random time of up to LONGEST_S. `fill` runs the sweep in FOLDER, which should
lie on a small file system (as root: mount -t tmpfs -o size=1000k tmpfs FOLDER) and be filled up to a little; the script adds
ballast, runs into the full disk, takes the ballast away and goes on. Exit code 0 if the tables are the same, bit for bit.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

TABLES = ["cases.csv", "cases.parquet"]


def sweep(program, source, folder):
    return subprocess.Popen(
        [program, "sweep", source, "-o", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def rows(folder):
    journal = folder / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def finish(program, source, folder):
    process = sweep(program, source, folder)
    message = process.communicate()[1]
    if process.returncode not in (0, 1):
        sys.exit(f"the sweep failed: {message}")


def kill(program, source, folder, count, longest_s):
    for number in range(count):
        process = sweep(program, source, folder)
        time.sleep(random.uniform(0, longest_s))
        alive = process.poll() is None
        process.kill()
        process.communicate()
        print(f"kill {number + 1}: {rows(folder)} rows{'' if alive else ', had ended'}", flush=True)
    finish(program, source, folder)


def fill(program, source, folder):
    ballast = folder.parent / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        try:
            # Leaves room for a few rows: 4 KiB pages go until none is left, then five are given back.
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    size = ballast.stat().st_size
    with open(ballast, "r+b") as file:
        file.truncate(max(0, size - 5 * 4096))
    process = sweep(program, source, folder)
    message = process.communicate()[1].strip().splitlines()
    print(f"full disk: exit code {process.returncode}, {rows(folder)} rows, {message[-1] if message else ''}")
    ballast.unlink()
    finish(program, source, folder)


def main():
    program, source, what, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        reference = pathlib.Path(scratch) / "undisturbed"
        finish(program, source, reference)
        folder = pathlib.Path(rest[0]) / "out" if what == "fill" else pathlib.Path(scratch) / "disturbed"
        if what == "fill":
            fill(program, source, folder)
        else:
            random.seed(1)
            kill(program, source, folder, int(rest[0]), float(rest[1]))
        keys = [json.loads(line.split(" ", 1)[1])["key"] for line in (folder / "journal.jsonl").open()]
        same = all((reference / name).read_bytes() == (folder / name).read_bytes() for name in TABLES)
        print(f"{len(keys)} rows, {len(set(keys))} different; tables {'the same' if same else 'DIFFER'}")
        sys.exit(0 if same and len(keys) == len(set(keys)) else 1)


main()
