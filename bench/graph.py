#!/usr/bin/env python3
"""Builds a graph of 20 targets whose steps only sleep, and prints a Markdown table.

usage: graph.py [--runs N] [--jobs N] NAME=COMMAND…

A base (2 s), twelve children (1 to 3 s) and seven grandchildren (1 to 2 s): the longest path takes 7 s. Takes the services of
the environment. With docker-buildx on the PATH, 'bake' builds the same Dockerfiles on the same daemon. Each build has new
steps, so that no cache has them; one before the first that counts tells image-manager how long the targets take.
"""
import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from measure import row, run

BASE = os.environ.get("BENCH_BASE", "debian:bookworm-slim")
CRITICAL_PATH = 7
CHILDREN = {f"child-{i}": 1 + i % 3 for i in range(12)}
GRANDCHILDREN = {f"grandchild-{i}": 1 + i % 2 for i in range(7)}


def parent_of(grandchild):
    """Grandchildren that sleep for two seconds are on children that sleep for three."""
    number = int(grandchild.rsplit("-", 1)[1])
    return f"child-{2 + 3 * (number % 4)}" if number % 2 else f"child-{number % 12}"


def dockerfiles(salt):
    """name → (parent or None, text)"""
    targets = {"base": (None, f"FROM {BASE}\nRUN echo {salt} > /salt && sleep 2\n")}
    for name, seconds in CHILDREN.items():
        targets[name] = ("base", f"FROM graph/base:1\nRUN sleep {seconds}\n")
    for name, seconds in GRANDCHILDREN.items():
        parent = parent_of(name)
        targets[name] = (parent, f"FROM graph/{parent}:1\nRUN sleep {seconds}\n")
    return targets


def write_fleet(directory, targets, keep_archives):
    for name, (_, text) in targets.items():
        image = directory / "images" / name
        image.mkdir(parents=True, exist_ok=True)
        (image / "image.yml").write_text(f"name: graph/{name}\ntags: [{{name: '1'}}]\n")
        (image / "Dockerfile").write_text(text)
    (directory / ".image-manager.yml").write_text(
        f"cache: false\nkeep_archives: {str(keep_archives).lower()}\n")


def write_bake(directory, targets, registry, archives):
    """The same graph for 'bake', whose targets name their parents as contexts."""
    bake = {"group": {"default": {"targets": list(targets)}}, "target": {}}
    for name, (parent, text) in targets.items():
        bake["target"][name] = {
            "context": str(directory / "images" / name),
            "dockerfile-inline": text,
            "contexts": {f"graph/{parent}:1": f"target:{parent}"} if parent else {},
            "output": [f"type=image,name={registry}/graph/{name}:bake,push=true,registry.insecure=true"]
            + ([f"type=docker,dest={directory}/{name}.tar"] if archives else []),
        }
    file = directory / "bake.json"
    file.write_text(json.dumps(bake))
    return file


def seconds(command, directory):
    start = time.monotonic()
    process = subprocess.run(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if process.returncode:
        sys.exit(f"{shlex.join(map(str, command))} ended with {process.returncode}:\n{process.stdout[-3000:]}")
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=12)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    programs = {name: shlex.split(command) for name, command in (each.split("=", 1) for each in arguments.program)}
    registry = os.environ["IMAGE_MANAGER_BUILD_REGISTRY"]
    buildx = shutil.which("docker-buildx") or shutil.which("buildx")
    times = {}

    def note(what, value):
        times.setdefault(what, []).append(value)

    with tempfile.TemporaryDirectory() as work:
        os.environ.update(XDG_CACHE_HOME=f"{work}/cache", XDG_STATE_HOME=f"{work}/state", NO_COLOR="1",
                          BUILDX_CONFIG=f"{work}/buildx")
        if buildx:
            seconds([buildx, "create", "--name", "bench", "--driver", "remote", os.environ["BUILDKIT_HOST"]], work)
        for name, command in programs.items():
            write_fleet(Path(work) / name, dockerfiles(uuid.uuid4()), False)
            seconds([*command, "build", "--jobs", str(arguments.jobs), "--quiet"], Path(work) / name)
        for _ in range(arguments.runs):
            for keep_archives in (False, True):
                archives = "with archives" if keep_archives else "without archives"
                for name, command in programs.items():
                    fleet = Path(work) / name
                    write_fleet(fleet, dockerfiles(uuid.uuid4()), keep_archives)
                    note(f"{name}, cold, {archives}",
                         seconds([*command, "build", "--jobs", str(arguments.jobs), "--quiet"], fleet))
                    note(f"{name}, nothing to do, {archives}", run([*command, "build", "--quiet"], fleet)[0])
            if buildx:
                for keep_archives in (False, True):
                    directory = Path(work) / "bake"
                    targets = dockerfiles(uuid.uuid4())
                    write_fleet(directory, targets, False)
                    file = write_bake(directory, targets, registry, keep_archives)
                    command = [buildx, "bake", "--builder", "bench", "-f", file, "--allow", "fs=*"]
                    archives = "with archives" if keep_archives else "without archives"
                    note(f"buildx bake, cold, {archives}", seconds(command, directory))
                    note(f"buildx bake, nothing to do, {archives}", seconds(command, directory))
    row("20 targets", "median", "of the longest path")
    row("---", "---:", "---:")
    for what, values in times.items():
        median = statistics.median(values)
        row(what, f"{median:.2f} s", f"{median / CRITICAL_PATH:.2f}" if "cold" in what else "")


if __name__ == "__main__":
    main()
