#!/bin/sh
# As in docker:cli: options and subcommands are for docker, anything else is a command of its own.
set -e
if [ "${1#-}" != "$1" ] || docker help "$1" >/dev/null 2>&1; then
  exec docker "$@"
fi
exec "$@"
