#!/bin/sh
# As in registry:2: a configuration file is served, anything else is for the registry command, and 'sh' is a shell.
set -e
if [ -f "$1" ]; then
  exec /bin/registry serve "$@"
elif [ "$1" = sh ]; then
  exec "$@"
fi
exec /bin/registry "$@"
