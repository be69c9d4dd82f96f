#!/usr/bin/env python3
"""Measures commands that find nothing to do, with and without dist/, and prints a Markdown table.

usage: plan.py [--runs N] [--sizes N,N…] NAME=COMMAND…

Builds a fleet of each size once, with the services of the environment, and takes the time per target. Then
'plan', 'run' and 'publish', to another place of the same registry, are measured without any BuildKit daemon: a call
of it fails the script. The requests of 'plan' and 'publish' are counted in runs of their own, which are not measured.
"""
import argparse
import http.client
import os
import shlex
import shutil
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from measure import measure, row, run

TAGS_OF_AN_IMAGE = 50
NOBODY = "tcp://127.0.0.1:1"


def make_fleet(directory, size):
    """One base, and images with up to 50 tags on it."""
    base = directory / "images" / "base"
    base.mkdir(parents=True)
    (base / "image.yml").write_text("name: bench/base\ntags: [{name: 1.0.0}]\n")
    (base / "Dockerfile").write_text(f"FROM scratch\nLABEL size={size}\n")
    for first in range(0, size - 1, TAGS_OF_AN_IMAGE):
        image = directory / "images" / f"app-{first}"
        image.mkdir()
        tags = range(first, min(first + TAGS_OF_AN_IMAGE, size - 1))
        (image / "image.yml").write_text(
            f"name: bench/app-{first}\ntags:\n" + "".join(f"  - name: '{tag}'\n" for tag in tags))
        (image / "Dockerfile.tmpl").write_text("FROM bench/base:1.0.0\nLABEL tag={=tag.name}\n")
    (directory / ".image-manager.yml").write_text("cache: false\nkeep_archives: false\n")


class CountingProxy:
    """Hands requests on to a registry, and counts them."""

    def __init__(self, registry):
        self.requests = self.most_at_once = self._at_once = 0
        lock = threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                with lock:
                    proxy.requests += 1
                    proxy._at_once += 1
                    proxy.most_at_once = max(proxy.most_at_once, proxy._at_once)
                try:
                    connection = http.client.HTTPConnection(registry)
                    headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                    connection.request(self.command, self.path, headers=headers)
                    answer = connection.getresponse()
                    body = answer.read()
                    self.send_response(answer.status)
                    for name, value in answer.getheaders():
                        if name.lower() not in ("transfer-encoding", "connection", "date", "server"):
                            self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                    connection.close()
                finally:
                    with lock:
                        proxy._at_once -= 1

            do_GET = do_HEAD = forward

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_address[1]}"


def expect(output, text):
    if text not in output:
        sys.exit(f"expected '{text}' in:\n{output[-2000:]}")


def publish(registry):
    return ["publish", "--untested", "--progress", "quiet", "--to", f"{registry}/published"]


def count_requests(command, subcommand, fleet, registry, size):
    proxy = CountingProxy(registry)
    os.environ["IMAGE_MANAGER_BUILD_REGISTRY"] = proxy.address
    try:
        expect(run([*command, *subcommand(proxy.address)], fleet)[3], f"{size} up to date")
    finally:
        os.environ["IMAGE_MANAGER_BUILD_REGISTRY"] = registry
        proxy.server.shutdown()
    return f"{proxy.requests:,} requests, at most {proxy.most_at_once} at once"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    programs = {name: shlex.split(command) for name, command in (each.split("=", 1) for each in arguments.program)}
    registry = os.environ["IMAGE_MANAGER_BUILD_REGISTRY"]
    builder = os.environ["BUILDKIT_HOST"]

    row("targets", "command", "dist/", *(f"{name}: time, CPU, memory" for name in programs))
    row("---:", "---", "---", *("---:" for _ in programs))
    for size in map(int, arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory() as work:
            os.environ.update(XDG_CACHE_HOME=f"{work}/cache", XDG_STATE_HOME=f"{work}/state", NO_COLOR="1")
            fleet = Path(work) / "fleet"
            make_fleet(fleet, size)
            first = next(iter(programs.values()))
            os.environ["BUILDKIT_HOST"] = builder
            seconds = run([*first, "build", "--quiet"], fleet)[0]
            row(f"{size:,}", "build", "no", f"{seconds:.1f} s, {1000 * seconds / size:.0f} ms per target",
                *("" for _ in list(programs)[1:]))
            os.environ["BUILDKIT_HOST"] = NOBODY
            subcommands = {"plan": lambda place: ["plan"], "run": lambda place: ["run"], "publish": publish}
            run([*first, *publish(registry)], fleet)
            for subcommand, words in subcommands.items():
                for with_dist in (True, False):
                    if with_dist:
                        # What was measured before may have removed it.
                        run([*first, "run", "--quiet"], fleet)
                    cells = []
                    for command in programs.values():
                        def before():
                            if not with_dist:
                                shutil.rmtree(fleet / "dist", ignore_errors=True)
                        (elapsed, cpu, memory), output = measure(
                            [*command, *words(registry)], fleet, arguments.runs, before)
                        expect(output, f"{size} up to date")
                        cells.append(f"{elapsed:.2f} s, {cpu:.2f} s, {memory:.0f} MB")
                    row(f"{size:,}", subcommand, "yes" if with_dist else "no", *cells)
            for with_dist in (True, False):
                if not with_dist:
                    shutil.rmtree(fleet / "dist", ignore_errors=True)
                for subcommand in ("plan", "publish"):
                    row(f"{size:,}", subcommand, "yes" if with_dist else "no",
                        *(count_requests(command, subcommands[subcommand], fleet, registry, size)
                          for command in programs.values()))


if __name__ == "__main__":
    main()
