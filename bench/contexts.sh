#!/usr/bin/env bash
# Measures a 'build' that has nothing to do, beside files that .dockerignore leaves out, and the first look at files that it
# does not leave out. Takes the services of the environment; see bench/README.md.
#
#   dev/services.sh run bench/contexts.sh [PROGRAM] [RUNS]     the jar's, and the median of 5 runs, by default
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${1:-$root/bin/image-manager}
runs=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache XDG_STATE_HOME=$work/state NO_COLOR=1
app=$work/fleet/images/bench-contexts
mkdir -p "$app"

{
  echo 'tags:'
  for tag in {1..40}; do echo "  - name: \"$tag\""; done
} >"$app/image.yml"
printf 'FROM scratch\nCOPY tool /\n# {=tag.name}\n' >"$app/Dockerfile.tmpl"
printf 'vendor\nnode_modules\n' >"$app/.dockerignore"
echo tool >"$app/tool"

# Prints the median of what 'build' takes, in seconds.
median() {
  for ((run = 0; run < runs; run++)); do
    local start=$EPOCHREALTIME
    "$program" -C "$work/fleet" build >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    grep -q '40 up to date' "$work/out" || { cat "$work/out" >&2; exit 1; }
    echo "$start $EPOCHREALTIME"
  done | awk '{ print $2 - $1 }' | sort -n | sed -n "$((runs / 2 + 1))p"
}

row() {
  printf '| %s | %.3f s |\n' "$1" "$2"
}

"$program" -C "$work/fleet" build >/dev/null 2>&1
echo '| 40 targets, up to date | median |'
echo '|---|---:|'
row 'no other files' "$(median)"
mkdir "$app/vendor"
head -c 300000000 /dev/urandom >"$app/vendor/blob"
row '300 MB left out' "$(median)"
mkdir "$app/node_modules"
(cd "$app/node_modules" && seq 100000 | xargs touch)
row '300 MB and 100,000 files left out' "$(median)"
rm -r "$app/node_modules"
# Now a part of the context.
: >"$app/.dockerignore"
"$program" -C "$work/fleet" build >/dev/null 2>&1
sleep 3
touch "$app/vendor/blob"
sleep 3
start=$EPOCHREALTIME
"$program" -C "$work/fleet" build >/dev/null 2>&1
row '300 MB in the context, changed time, once' "$(awk "BEGIN { print $EPOCHREALTIME - $start }")"
row '300 MB in the context' "$(median)"
