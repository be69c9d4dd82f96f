#!/usr/bin/env python3
"""Makes a fleet to measure with: the same files on every run.

usage: make-fleet.py DIRECTORY [GROUPS]

A group has a base image with one tag and 300 images with five tags each; every third image has a
variant too: 1 + 300 x 5 + 100 x 5 = 2,001 targets. GROUPS (default: 1) such groups lie side by side.

Of the 300 images, 60 are runtimes on the base, 120 are services on a runtime, and 120 are
applications that compile in one stage and copy from a service in another: four levels in all.
"""
import sys
from pathlib import Path

RUNTIMES, SERVICES, APPLICATIONS = 60, 120, 120
TAGS = ["1.0.3", "1.1.0", "1.2.7", "2.0.0", "2.1.4"]

FRAGMENTS = {
    "common/apt.tmpl": """\
{! Takes: packages, a list. !}
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends \\
{#for package in packages}
      {=package} \\
{/for}
 && rm -rf /var/lib/apt/lists/*
""",
    "common/user.tmpl": """\
RUN groupadd --gid {=uid} {=name} && useradd --uid {=uid} --gid {=uid} --create-home {=name}
""",
    "common/health.tmpl": """\
HEALTHCHECK --interval=30s --timeout=3s \\
  CMD ["curl", "--fail", "--silent", "http://localhost:{=port}/healthz"]
""",
    "tests/metadata.tmpl": """\
metadataTest:
  labels:
    - key: org.opencontainers.image.title
      value: {=image.name}
    - key: org.opencontainers.image.version
      value: {=tag.name}
""",
}

BASE = """\
FROM debian:bookworm-slim
{#include common/apt packages=variables.packages /}
{#include common/user name='app' uid=variables.uid /}
ENV LANG=C.UTF-8
"""

RUNTIME = """\
FROM {=images.get('@BASE@')}
ARG FLAVOUR
{#include common/apt packages=variables.packages /}
{#if variables.extra}
RUN echo '{=variables.extra}' > /etc/extra
{/if}
{#if version(tag.base) >= version('2.0')}
ENV RUNTIME_MODE=modern
{#else}
ENV RUNTIME_MODE=classic
{/if}
RUN for file in /etc/*.conf; do echo "${file##*/}"; awk '{print $1}' "${file}"; done > /etc/inventory
ENV RUNTIME_VERSION={=versions.runtime} TOOL_VERSION={=versions.tool}
CMD ["runtime", "--version"]
"""

SERVICE = """\
FROM {=images.get('@PARENT@', '@LINE@')}
{#let port=variables.port}
COPY config/ /etc/service/
COPY <<'JSON' /etc/service/listen.json
{"port": {=port}, "name": "{=image.name}", "release": "{=tag.name}"}
JSON
RUN <<SETUP
set -eu
{#for directory in variables.directories}
mkdir -p "/srv/${SERVICE_HOME:-data}/{=directory}"
{/for}
SETUP
EXPOSE {=port}
{#include common/health port=port /}
{/let}
USER app
ENTRYPOINT ["service"]
"""

APPLICATION = """\
FROM {=images.get('@PARENT@')} AS build
WORKDIR /build
COPY source/ ./
RUN make VERSION="{=tag.name}" TOOL="{=versions.tool}" && ls -la {bin,lib} || true

FROM {=images.get('@PARENT@')}
COPY --from=build /build/out/ /opt/{=image.name}/
COPY --from=@SERVICE@ /etc/service/ /etc/{=image.name}/
{#switch tag.version.major}
{#case 1}
ENV APPLICATION_API=v1
{#case 2}
ENV APPLICATION_API=v2
{#else}
ENV APPLICATION_API=next
{/switch}
LABEL com.example.flavour="{=variables.extra ?: 'plain'}"
USER app
CMD ["/opt/{=image.name}/run"]
"""

VARIANT = """\
FROM {=image.name}:{=tag.base}
USER root
{#include common/apt packages=variables.packages /}
RUN echo "variant {=variant.name} of {=image.name.upper}" >> /etc/motd
USER app
"""

TEST = """\
schemaVersion: 2.0.0
commandTests:
  - name: the version is {=tag.name}
    command: cat
    args: [/etc/version]
    expectedOutput: ["{=tag.name.replace('.', '[.]')}"]
{#if variant}
  - name: it is the variant {=variant.name}
    command: cat
    args: [/etc/motd]
    expectedOutput: ["variant {=variant.name}"]
{/if}
fileExistenceTests:
{#for path in variables.paths}
  - name: {=path} is there
    path: {=path}
    shouldExist: true
{/for}
{#include tests/metadata /}
"""


def definition(number, port, is_base, has_variant):
    lines = [
        f"description: Image {number} of the benchmark",
        "licenses: Apache-2.0",
        *(["is_base_image: true"] if is_base else []),
        f"versions: {{ runtime: 3.{number % 12}.1, tool: 0.{number % 30}.10 }}",
        "variables:",
        "  packages: [curl, jq, make]",
        "  directories: [cache, log, state]",
        "  paths: [/etc/version, /etc/os-release]",
        f"  port: {port}",
        "labels: { com.example.team: platform }",
        f"build_args: {{ FLAVOUR: flavour-{number % 5} }}",
        f"aliases: {{ latest: {TAGS[-1]} }}",
        "tags:",
    ]
    for tag in TAGS:
        lines += [f"  - name: {tag}", f"    versions: {{ runtime: {tag} }}"]
    lines += [f"    variables: {{ extra: newest-{number} }}"]
    if has_variant:
        lines += ["variants:", "  - name: debug", "    tag_suffix: -debug",
                  "    variables: { packages: [gdb, strace] }"]
    return "\n".join(lines) + "\n"


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def make_group(images, group):
    base = f"g{group}-base"
    write(images / base / "image.yml",
          "is_base_image: true\nvariables: { packages: [ca-certificates, tzdata], uid: 10001,"
          " paths: [/etc/os-release] }\ntags: [{ name: '2025.09' }]\n")
    write(images / base / "Dockerfile.tmpl", BASE)
    write(images / base / "test.yml.tmpl", TEST)

    for number in range(RUNTIMES + SERVICES + APPLICATIONS):
        is_runtime = number < RUNTIMES
        parent = f"g{group}-runtime-{number % RUNTIMES:03}"
        if is_runtime:
            name, template = parent, RUNTIME.replace("@BASE@", base)
        elif number < RUNTIMES + SERVICES:
            name = f"g{group}-service-{number - RUNTIMES:03}"
            template = SERVICE.replace("@PARENT@", parent).replace("@LINE@", f"{1 + number % 2}")
        else:
            index = number - RUNTIMES - SERVICES
            name = f"g{group}-application-{index:03}"
            template = (APPLICATION.replace("@PARENT@", parent)
                        .replace("@SERVICE@", f"g{group}-service-{index:03}:latest"))
        has_variant = number % 3 == 0
        directory = images / name
        write(directory / "image.yml", definition(number, 8000 + number, is_runtime, has_variant))
        write(directory / "Dockerfile.tmpl", template)
        write(directory / "test.yml.tmpl", TEST)
        if has_variant:
            write(directory / "Dockerfile.debug.tmpl", VARIANT)


def main():
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    fleet = Path(sys.argv[1])
    groups = int(sys.argv[2]) if len(sys.argv) == 3 else 1
    write(fleet / ".image-manager.yml", "labels: { vendor: Example, url: 'https://example.com/%image%/%tag%' }\n")
    for name, text in FRAGMENTS.items():
        write(fleet / "templates" / name, text)
    for group in range(1, groups + 1):
        make_group(fleet / "images", group)


if __name__ == "__main__":
    main()
