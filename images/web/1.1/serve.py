#!/usr/bin/env python3
"""Serves the files below a directory. New in 1.1: /healthz, and --check-config."""
import json
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Handler(SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/healthz":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


with open("/etc/web/config.json", encoding="utf-8") as file:
    config = json.load(file)

if sys.argv[1:] == ["--check-config"]:
    print(f"serving {config['root']} on port {config['port']}")
else:
    handler = partial(Handler, directory=config["root"])
    ThreadingHTTPServer(("", config["port"]), handler).serve_forever()
