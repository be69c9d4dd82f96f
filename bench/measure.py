#!/usr/bin/env python3
"""Measures commands of image-manager on fleets of several sizes and prints a Markdown table.

usage: measure.py --runs N --program NAME=COMMAND… --fleet NAME=DIRECTORY…

Time is from start to end of the process, CPU what it used of all processors, memory the most that it
held at once (resident set); all are medians. Fails when a command fails, or when a second 'generate'
writes anything.
"""
import argparse
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path


def run(command, directory):
    """(seconds, CPU seconds, megabytes, output) of one run."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{shlex.join(command)} in {directory} ended with {process.returncode}")
    # Linux counts kibibytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, output.decode()


def measure(command, directory, runs, before=lambda: None):
    results = []
    for _ in range(runs):
        before()
        results.append(run(command, directory))
    return [statistics.median(result[i] for result in results) for i in range(3)], results[-1][3]


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def report(program, fleet, command, median):
    row(program, fleet, command, f"{median[0]:.3f} s", f"{median[1]:.3f} s", f"{median[2]:.0f} MB")


def number_of_targets(program, directory):
    words = run([*program, "validate"], directory)[3].split()
    return int(words[words.index("targets") - 1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--program", action="append", required=True)
    parser.add_argument("--fleet", action="append", required=True)
    arguments = parser.parse_args()

    row("program", "fleet", "command", "time", "CPU", "memory")
    row("---", "---", "---", "---:", "---:", "---:")
    for program in arguments.program:
        program_name, command_line = program.split("=", 1)
        command = shlex.split(command_line)
        report(program_name, "-", "--version", measure([*command, "--version"], None, arguments.runs)[0])
        for fleet in arguments.fleet:
            fleet_name, directory = fleet.split("=", 1)
            label = f"{fleet_name}, {number_of_targets(command, directory):,} targets"
            dist = Path(directory) / "dist"
            for subcommand in ("validate", "list"):
                median, _ = measure([*command, subcommand], directory, arguments.runs)
                report(program_name, label, subcommand, median)
            median, _ = measure([*command, "generate"], directory, arguments.runs,
                                before=lambda: shutil.rmtree(dist, ignore_errors=True))
            report(program_name, label, "generate (nothing there)", median)
            median, output = measure([*command, "generate"], directory, arguments.runs)
            report(program_name, label, "generate (nothing changed)", median)
            if " 0 files written" not in output:
                sys.exit(f"a second 'generate' in {directory} wrote something: {output}")


if __name__ == "__main__":
    main()
