#!/usr/bin/env bash
# Shows the live view of a build in a real terminal, as text: before, during and after a failure, at 80 columns.
# Needs tmux, and the services of dev/services.sh:
#
#   dev/services.sh run dev/record-live.sh
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

command -v tmux >/dev/null || die "tmux is missing" "Install it, for example with 'apt-get install tmux'."

fleet=$(mktemp -d)
socket=$fleet/tmux
trap 'tmux -S "$socket" kill-server 2>/dev/null || true; rm -rf "$fleet"' EXIT

# An image for each line: its name, its command and what its second step does.
while read -r name command work; do
  mkdir -p "$fleet/images/$name"
  echo 'tags: [{ name: 1.0.0 }]' >"$fleet/images/$name/image.yml"
  printf '%s\n' 'FROM debian:bookworm-slim' "RUN $work" 'RUN sleep 1' "CMD $command" >"$fleet/images/$name/Dockerfile.tmpl"
done <<'IMAGES'
base ["sh"] sleep 7
lint ["sh"] echo checking; sleep 4; echo '3 files are wrong' >&2; exit 2
node node sleep 9
python ["sh"] sleep 11
IMAGES
mkdir -p "$fleet/images/app"
echo 'tags: [{ name: 1.0.0 }, { name: 1.1.0 }]' >"$fleet/images/app/image.yml"
printf '%s\n' 'FROM base:1.0.0' 'RUN sleep 2' >"$fleet/images/app/Dockerfile.tmpl"

# Waits until the terminal shows a text, and shows the whole terminal.
record() {
  local shown=
  for ((i = 0; i < 600; i++)); do
    shown=$(tmux -S "$socket" capture-pane -p)
    if [[ $shown =~ $2 ]]; then
      printf -- '--- %s\n%s\n' "$1" "$shown"
      return
    fi
    read -rt 0.1 <> <(:) || true
  done
  die "the terminal never showed '$2'" "It shows:"$'\n'"$shown"
}

# A CI system's terminal is not for people.
env -u CI tmux -S "$socket" -f /dev/null new-session -d -x 80 -y 24 \
  "cd '$fleet' && PS1='$ ' TERM=screen exec bash --norc"
tmux -S "$socket" send-keys "'$root_dir/bin/image-manager' build --force --jobs 4; echo exit code \$?" Enter
record "before the failure" 'lint:1.0.0 +\[2/3\] RUN'
record "during" '1 failed, 5 left'
record "after" 'exit code [0-9]'
