#!/usr/bin/env python3
"""Serves the files below a directory."""
import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

with open("/etc/web/config.json", encoding="utf-8") as file:
    config = json.load(file)

handler = partial(SimpleHTTPRequestHandler, directory=config["root"])
ThreadingHTTPServer(("", config["port"]), handler).serve_forever()
