#!/usr/bin/env python3
"""Measures what image-manager adds to a bare solve with buildctl, and prints a Markdown table.

usage: overhead.py [--runs N] [--targets N] NAME=COMMAND…

The targets do not depend on each other and are built one after the other, with new steps each time. buildctl builds the same
Dockerfiles on the same daemon and pushes them to the same registry. Takes the services of the environment.
"""
import argparse
import os
import shlex
import statistics
import tempfile
import uuid
from pathlib import Path

from graph import BASE, seconds
from measure import row


def write_fleet(directory, count, salt):
    for number in range(count):
        image = directory / "images" / f"image-{number}"
        image.mkdir(parents=True)
        (image / "image.yml").write_text(f"name: overhead/image-{number}\ntags: [{{name: '1'}}]\n")
        (image / "Dockerfile").write_text(f"FROM {BASE}\nRUN echo {salt} {number} > /salt\n")
    (directory / ".image-manager.yml").write_text("cache: false\nkeep_archives: false\n")


def solve(directory, number, registry):
    image = directory / "images" / f"image-{number}"
    return ["buildctl", "build", "--progress=rawjson", "--frontend", "dockerfile.v0",
            "--local", f"context={image}", "--local", f"dockerfile={image}",
            "--output", f"type=image,oci-mediatypes=true,name={registry}/overhead/image-{number}:by-hand,"
            "push=true,registry.insecure=true"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--targets", type=int, default=20)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    programs = {name: shlex.split(command) for name, command in (each.split("=", 1) for each in arguments.program)}
    registry = os.environ["IMAGE_MANAGER_BUILD_REGISTRY"]
    times = {}
    for _ in range(arguments.runs):
        with tempfile.TemporaryDirectory() as work:
            os.environ.update(XDG_CACHE_HOME=f"{work}/cache", XDG_STATE_HOME=f"{work}/state", NO_COLOR="1")
            by_hand = Path(work) / "by-hand"
            write_fleet(by_hand, arguments.targets, uuid.uuid4())
            times.setdefault("buildctl", []).append(
                sum(seconds(solve(by_hand, number, registry), by_hand) for number in range(arguments.targets)))
            for name, command in programs.items():
                fleet = Path(work) / name
                write_fleet(fleet, arguments.targets, uuid.uuid4())
                times.setdefault(name, []).append(seconds([*command, "build", "--jobs", "1", "--quiet"], fleet))
    row(f"{arguments.targets} targets", "median", "for each", "more than buildctl")
    row("---", "---:", "---:", "---:")
    bare = statistics.median(times["buildctl"])
    for name, values in times.items():
        median = statistics.median(values)
        more = f"{(median - bare) / arguments.targets * 1000:.0f} ms" if name != "buildctl" else ""
        row(name, f"{median:.2f} s", f"{median / arguments.targets * 1000:.0f} ms", more)


if __name__ == "__main__":
    main()
