#!/usr/bin/env bash
# Measures the tests of the sample fleet's targets, with images that the Docker daemon pulls from the build registry and with
# images from archives. Takes the services of the environment; see bench/README.md.
#
#   dev/services.sh run bench/tests.sh [PROGRAM] [RUNS]     the jar's, and the median of 3 runs, by default
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${1:-$root/bin/image-manager}
runs=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache XDG_STATE_HOME=$work/state NO_COLOR=1
for fleet in pull archive; do
  mkdir "$work/$fleet"
  cp -r "$root/images" "$root/templates" "$work/$fleet"
  cp "$root/.image-manager.yml" "$work/$fleet" 2>/dev/null || true
done

manage() {
  local fleet=$1
  shift
  case $fleet in
    pull) IMAGE_MANAGER_KEEP_ARCHIVES=false "$program" -C "$work/pull" "$@" ;;
    archive) IMAGE_MANAGER_BUILD_REGISTRY=false "$program" -C "$work/archive" "$@" ;;
  esac
}

# Prints the median of what the tests take, in seconds.
median() {
  local fleet=$1
  shift
  for ((run = 0; run < runs; run++)); do
    local start=$EPOCHREALTIME
    manage "$fleet" test "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    echo "$start $EPOCHREALTIME"
    grep -q "$expected" "$work/out" || { cat "$work/out" >&2; exit 1; }
  done | awk '{ print $2 - $1 }' | sort -n | sed -n "$((runs / 2 + 1))p"
}

row() {
  printf '| %s | %.1f s |\n' "$1" "$2"
}

for fleet in pull archive; do
  manage "$fleet" build --quiet >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
done
echo "| tests of $(grep -oE '[0-9]+ targets in' "$work/out" | grep -oE '[0-9]+') targets | median |"
echo '|---|---:|'
expected=' ok$'
row 'images from archives that are there' "$(median archive --retest)"
row 'images pulled by digest' "$(median pull --retest)"
expected=' up to date$'
row 'nothing to test' "$(median pull)"
if find "$work/pull/dist" -name image.tar | grep -q .; then
  echo 'archives were written although images are pulled' >&2
  exit 1
fi
