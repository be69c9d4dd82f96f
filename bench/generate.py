#!/usr/bin/env python3
"""Compares 'generate' into nothing with a script that only writes the same files, and prints a Markdown table.

usage: generate.py [--runs N] --on NAME=DIRECTORY… NAME=COMMAND…

Each --on is a directory of a file system, in which the fleet of make-fleet.py is made. The script has all contents in memory;
it creates each folder once and each file with one call, one after the other.
"""
import argparse
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import measure, row


def contents(dist):
    return {file.relative_to(dist): file.read_bytes() for file in sorted(dist.rglob("*")) if file.is_file()}


def write(dist, files):
    """(seconds, CPU seconds)"""
    begin, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    folders = set()
    for path, content in files.items():
        folder = dist / path.parent
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)
            folders.add(folder)
        descriptor = os.open(dist / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        os.write(descriptor, content)
        os.close(descriptor)
    now = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic() - begin, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--on", action="append", required=True)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()

    row("on", "what", "time", "CPU", "memory")
    row("---", "---", "---:", "---:", "---:")
    for place in arguments.on:
        name, directory = place.split("=", 1)
        with tempfile.TemporaryDirectory(dir=directory) as work:
            fleet = Path(work) / "fleet"
            subprocess.run([sys.executable, Path(__file__).with_name("make-fleet.py"), fleet], check=True)
            dist = fleet / "dist"

            def clear():
                shutil.rmtree(dist, ignore_errors=True)
                os.sync()

            files = None
            for program in arguments.program:
                label, command = program.split("=", 1)
                (elapsed, cpu, memory), _ = measure(
                    [*shlex.split(command), "generate"], fleet, arguments.runs, clear)
                row(name, f"generate, {label}", f"{elapsed:.2f} s", f"{cpu:.2f} s", f"{memory:.0f} MB")
                files = contents(dist)
            results = []
            for _ in range(arguments.runs):
                clear()
                results.append(write(dist, files))
            elapsed, cpu = (sorted(values)[len(values) // 2] for values in zip(*results))
            row(name, f"the script, {len(files):,} files", f"{elapsed:.2f} s", f"{cpu:.2f} s", "")


if __name__ == "__main__":
    main()
