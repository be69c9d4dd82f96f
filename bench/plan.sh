#!/usr/bin/env bash
# Measures 'plan' and 'run' where nothing is to do. Takes the services of the environment; see bench/README.md.
#
#   dev/services.sh run bench/plan.sh [--runs N] [--sizes N,N…]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=()
if [[ -x $root/target/image-manager ]]; then
  programs+=("native=$root/target/image-manager")
fi
# The launcher takes the executable where there is one.
jar=$(mktemp -d)
trap 'rm -rf "$jar"' EXIT
cp -R "$root/bin" "$root/target/quarkus-app" "$jar"
rm -f "$jar/quarkus-app/app-cds.jsa"
"$jar/bin/archive-classes"
programs+=("jar=$jar/bin/image-manager")

"$root/bench/plan.py" "$@" "${programs[@]}"
