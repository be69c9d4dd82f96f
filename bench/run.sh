#!/usr/bin/env bash
# Measures start-up, reading and generating, and prints a Markdown table. See bench/README.md.
#
#   bench/run.sh [RUNS]     each number is the median of RUNS runs, 5 by default
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
app=$root/target/quarkus-app
[[ -f $app/quarkus-run.jar ]] || {
  echo "error: $app/quarkus-run.jar is missing" >&2
  echo "  Run 'make build' first." >&2
  exit 3
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Copies, so that no measurement touches the repository's own dist/.
mkdir "$work/sample"
cp -R "$root"/{images,templates,.image-manager.yml} "$work/sample"
"$root/bench/make-fleet.py" "$work/fleet-1"
"$root/bench/make-fleet.py" "$work/fleet-5" 5

# Copies, with an archive of classes that holds for the one place alone, and without.
for jar in jar jar-without-archive; do
  mkdir "$work/$jar"
  cp -R "$root/bin" "$app" "$work/$jar"
  rm -f "$work/$jar/quarkus-app/app-cds.jsa"
done
"$work/jar/bin/archive-classes"
programs=(--program "jar=$work/jar/bin/image-manager"
  --program "jar, no archive=$work/jar-without-archive/bin/image-manager")
if [[ -x $root/target/image-manager ]]; then
  programs+=(--program "native=$root/target/image-manager")
fi

"$root/bench/measure.py" --runs "${1:-5}" "${programs[@]}" \
  --fleet "sample=$work/sample" --fleet "one group=$work/fleet-1" --fleet "five groups=$work/fleet-5"
