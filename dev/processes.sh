# shellcheck shell=bash
# Starting daemons, waiting for them and stopping exactly them. Sourced by services.sh, which sets
# state, services and interrupted.

# Start time of a process in clock ticks: with the pid it names one process, even after pids wrap.
# A zombie has none: where nothing reaps it, it is gone all the same.
start_time() {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'
}

# The pid of a service, when it runs and is the very process that we started.
running_pid() {
  local pid started
  read -r pid started 2>/dev/null <"$state/$1/pid" || return 1
  [[ -n $started && $(start_time "$pid") == "$started" ]] && printf '%s\n' "$pid"
}

privileges=()

# launch SERVICE COMMAND…: in the background and in a session of its own, so that Ctrl-C does not reach
# it. It records its own pid and start time, then becomes COMMAND.
launch() {
  local service=$1 launched
  shift
  # shellcheck disable=SC2016
  "${privileges[@]}" setsid bash -c '
    echo "$$ $(sed "s/.*) //" /proc/$$/stat | cut -d" " -f20)" >"$0.new" && mv "$0.new" "$0"
    exec "$@"' "$state/$service/pid" "$@" </dev/null >"$state/$service/log" 2>&1 9>&- &
  launched=$!
  # Not interruptible: what was started must be on record before anything else happens.
  until [[ -s $state/$service/pid || ! -d /proc/$launched ]]; do
    sleep 0.05
  done
}

# The same as root, with mounts, /run and pids of its own. When its first process ends, the kernel
# ends all others (containers too) and drops the mounts: nothing stays behind, even after a crash.
launch_isolated() {
  local service=$1 privileges=("${sudo[@]}")
  shift
  # shellcheck disable=SC2016
  launch "$service" unshare --mount --pid --fork --kill-child --mount-proc --propagation slave bash -c '
    resolver=$(tar -C /run -c systemd/resolve 2>/dev/null | base64)
    mount -t tmpfs tmpfs /run
    base64 -d <<<"$resolver" | tar -C /run -x 2>/dev/null
    "$@" &
    trap "kill -TERM $!" TERM
    wait "$!" || wait "$!"' bash "$@"
}

# await SECONDS SERVICE TEST…: until TEST holds; fails when time is up, the service died or Ctrl-C came.
await() {
  local limit=$1 service=$2 deadline=$((SECONDS + $1))
  shift 2
  until [[ $interrupted == true ]] || "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)) || ! running_pid "$service" >/dev/null; then
      tail -n 20 "$state/$service/log" >&2 || true
      die "$service was not ready within $limit s, or ended" "Its last log lines are above."
    fi
    sleep 0.1
  done
  [[ $interrupted == false ]] || exit 130
}

# TERM to all; after 5 s KILL, which for an isolated service takes its whole namespace along.
stop() {
  local service pid children running=() deadline=$((SECONDS + 5))
  for service in "${services[@]}"; do
    pid=$(running_pid "$service") || continue
    say "$service: stopping (pid $pid)"
    running+=("$service")
    # unshare itself ignores TERM: it is for its child, the first process in the namespace.
    children=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
    # shellcheck disable=SC2086
    signal TERM "$pid" $children
  done
  for service in "${running[@]}"; do
    while pid=$(running_pid "$service"); do
      ((SECONDS < deadline)) || signal KILL "$pid"
      sleep 0.1
    done
  done
}

signal() {
  local name=$1
  shift
  kill "-$name" "$@" 2>/dev/null || as_root kill "-$name" "$@" 2>/dev/null || true
}
