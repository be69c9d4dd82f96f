#!/usr/bin/env bash
# Starts and stops what image-manager needs to build and test images: a registry, buildkitd and,
# where no Docker daemon answers, a private dockerd. Everything listens on 127.0.0.1 or on a Unix
# socket, keeps its state in one folder, and is gone after 'down'.
#
#   services.sh [--state DIR] up                start (fine when already up)
#   services.sh [--state DIR] env               print the environment to eval
#   services.sh [--state DIR] status            what runs, and where
#   services.sh [--state DIR] down              stop what 'up' started, remove the state
#   services.sh [--state DIR] run COMMAND…      up, COMMAND in that environment, always down
#
# The state is in .services/dev unless --state names another folder; folders do not share anything.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  sed -n '/^#   services.sh/s/^#  //p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

state=$root_dir/.services/dev
if [[ ${1:-} == --state ]]; then
  (($# >= 2)) || usage
  state=$(realpath -m "$2")
  shift 2
fi
# The kernel allows 107 bytes for the path of a Unix socket.
((${#state} <= 85)) || die "the path of the state folder is too long for sockets: $state" \
  "Name a shorter one with --state, for example under /tmp."

# Chosen by path, so that 'down' finds the control groups again.
cgroup=image-manager-dev-$(cksum <<<"$state" | cut -d' ' -f1)
services=(registry buildkitd dockerd)
# Says that the state folder is one of ours: only then is anything in it removed.
marker=$state/.image-manager-services
interrupted=false

# shellcheck source=dev/processes.sh
. "$dev_dir/processes.sh"
# shellcheck source=dev/network.sh
. "$dev_dir/network.sh"

# --- services ----------------------------------------------------------------------------------

start_registry() {
  mkdir -p "$state/registry"
  cat >"$state/registry/config.yml" <<YAML
version: 0.1
log: { level: info, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: $state/registry/data }
  delete: { enabled: true }
http: { addr: "127.0.0.1:0" }
YAML
  launch registry "$(command -v docker-registry || command -v registry)" serve "$state/registry/config.yml"
  await 20 registry registry_address
  registry=localhost:$(registry_port)
  await 20 registry crane catalog "$registry"
}

# The kernel chose the port; the log says which.
registry_port() {
  sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$state/registry/log" | head -n 1
}

registry_address() {
  [[ -n $(registry_port) ]]
}

start_buildkitd() {
  mkdir -p "$state/buildkitd"
  cat >"$state/buildkitd/buildkitd.toml" <<TOML
root = "$state/buildkitd/data"
[grpc]
  address = [ "unix://$state/buildkitd.sock" ]
  uid = $(id -u)
  gid = $(id -g)
[worker.oci]
  networkMode = "host"
  defaultCgroupParent = "/$cgroup"
[worker.containerd]
  enabled = false
[registry."$registry"]
  http = true
TOML
  if [[ $mirror == true ]]; then
    printf '[registry."docker.io"]\n  mirrors = [ "%s" ]\n' "$registry" >>"$state/buildkitd/buildkitd.toml"
  fi
  launch_isolated buildkitd "$(command -v buildkitd)" --config "$state/buildkitd/buildkitd.toml"
}

start_dockerd() {
  local bridge base mirrors=
  create_network
  read -r bridge base _ <"$state/network"
  [[ $mirror == false ]] || mirrors="\"http://$registry\""
  mkdir -p "$state/dockerd"
  cat >"$state/dockerd/daemon.json" <<JSON
{
  "hosts": ["unix://$state/docker.sock"],
  "group": "$(id -g)",
  "data-root": "$state/dockerd/data",
  "bridge": "$bridge",
  "default-address-pools": [{ "base": "$base.0/20", "size": 24 }],
  "ip": "127.0.0.1",
  "iptables": false,
  "registry-mirrors": [$mirrors],
  "cgroup-parent": "/$cgroup",
  "exec-opts": ["native.cgroupdriver=cgroupfs"]
}
JSON
  launch_isolated dockerd "$(command -v dockerd)" --config-file "$state/dockerd/daemon.json"
}

# Puts the stand-in base image into the registry, under the name that the mirror is asked for.
seed_registry() {
  local image=$registry/library/debian:$BASE_IMAGE_RELEASE-slim
  [[ -e $base_image_dir/rootfs.tar.gz ]] || die \
    "Docker Hub does not answer, and there is no stand-in base image" "Run dev/setup.sh first."
  crane append --insecure -f "$base_image_dir/rootfs.tar.gz" -t "$image" >/dev/null 2>&1
  crane mutate --insecure --set-platform "linux/$(go_architecture)" --cmd bash \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$image" -t "$image" >/dev/null 2>&1
  say "registry: seeded with ${image#"$registry/"}"
}

# Puts the stand-ins of the services' images there too: so they are pulled when they are needed, as
# from Docker Hub, and cost nothing where they are not.
seed_service_images() {
  local archive name
  for archive in "$service_images_dir"/*.tar; do
    [[ -e $archive ]] || continue
    name=$(tar -xOf "$archive" manifest.json | sed 's/.*"RepoTags": \["\([^"]*\)".*/\1/')
    [[ $name == */* ]] || name=library/$name
    crane push --insecure "$archive" "$registry/$name" >/dev/null 2>&1
    say "registry: seeded with $name"
  done
}

write_env() {
  local docker_host
  if [[ -e $state/dockerd ]]; then
    docker_host=unix://$state/docker.sock
  else
    docker_host=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}
  fi
  {
    printf 'export %s=%q\n' BUILDKIT_HOST "unix://$state/buildkitd.sock" DOCKER_HOST "$docker_host" \
      IMAGE_MANAGER_BUILD_REGISTRY "$registry"
    if [[ $mirror == true ]]; then
      # mirrors: { docker.io: … } as SmallRye Config reads it from the environment
      printf 'export %s=%q\n' IMAGE_MANAGER_MIRRORS "docker.io=$registry"
    fi
    # shellcheck disable=SC2016
    printf 'export PATH="$PATH":%q\n' "$tools_path"
  } >"$state/env.new"
  mv "$state/env.new" "$state/env"
}

# --- commands ----------------------------------------------------------------------------------

lock() {
  mkdir -p "$cache_dir"
  exec 9>"$cache_dir/services.lock"
  flock --nonblock 9 || { say "services: waiting for another command to end"; flock --timeout 300 9; }
}

unlock() {
  exec 9>&-
}

# 'env' is written last: with it, everything was ready once; then every service has to run still.
is_up() {
  local service
  [[ -e $state/env ]] || return 1
  for service in "${services[@]}"; do
    [[ ! -d $state/$service ]] || running_pid "$service" >/dev/null || return 1
  done
}

start() {
  local tool
  [[ $(uname -s) == Linux ]] || die "the development services run on Linux only"
  for tool in buildctl buildkitd runc crane docker ip; do
    have "$tool" || die "$tool is missing" "Run dev/setup.sh first."
  done
  have docker-registry || have registry || die "docker-registry is missing" "Run dev/setup.sh first."
  if [[ -d $state && ! -e $marker && -n $(ls -A "$state") ]]; then
    die "$state is not empty, and not a state folder of this script" "Name another one with --state."
  fi

  lock
  if is_up; then
    say "services: already up, state in $state"
    unlock
    return
  fi
  clean
  as_root true # asks for a password here, if at all, and not in the background
  mkdir -p "$state"
  touch "$marker"
  if docker_hub_answers; then mirror=false; else mirror=true; fi
  start_registry
  start_buildkitd
  if docker_answers; then
    say "docker: using the daemon that answers"
  else
    for tool in dockerd iptables; do
      have "$tool" || die "no Docker daemon answers, and $tool is missing" "Run dev/setup.sh first."
    done
    start_dockerd
  fi
  if [[ $mirror == true ]]; then
    seed_registry
    seed_service_images
  fi
  await 30 buildkitd buildctl --addr "unix://$state/buildkitd.sock" debug workers
  [[ ! -d $state/dockerd ]] || await 60 dockerd docker --host "unix://$state/docker.sock" version
  [[ $interrupted == false ]] || exit 130
  write_env
  unlock
}

up() {
  trap 'interrupted=true' INT TERM HUP
  trap finish EXIT
  start
  trap - EXIT
  status
}

run() {
  local code=0
  (($# > 0)) || usage
  trap 'interrupted=true' INT TERM HUP
  trap finish EXIT
  start
  # shellcheck source=/dev/null
  (. "$state/env" && exec "$@") || code=$?
  exit "$code"
}

# However 'run' or an unsuccessful 'up' ends, nothing stays.
finish() {
  local code=$?
  trap '' INT TERM HUP
  down
  [[ $interrupted == false ]] || code=130
  exit "$code"
}

# Stops and removes whatever 'up' recorded; fine when there is nothing.
clean() {
  local folder
  [[ -e $marker ]] || return 0
  stop
  remove_network
  for folder in /sys/fs/cgroup/"$cgroup" /sys/fs/cgroup/*/"$cgroup"; do
    [[ ! -d $folder ]] || as_root find "$folder" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done
  as_root rm -rf "${services[@]/#/$state/}" "$state"/{env,env.new,network,buildkitd.sock,docker.sock}
  rm -f "$marker"
  rmdir "$state" 2>/dev/null || true
}

down() {
  if [[ ! -e $marker ]]; then
    say "services: nothing is up in $state"
    return
  fi
  lock
  clean
  unlock
  say "services: down"
}

status() {
  local service pid
  if [[ ! -e $state/env ]]; then
    say "services: nothing is up in $state"
    return
  fi
  for service in "${services[@]}"; do
    if [[ ! -d $state/$service ]]; then
      echo "$service: not ours"
    elif pid=$(running_pid "$service"); then
      echo "$service: running, pid $pid, log $state/$service/log"
    else
      echo "$service: stopped, log $state/$service/log"
    fi
  done
  cat "$state/env"
}

case ${1:-} in
  up) up >&2 ;;
  down) down ;;
  status) status ;;
  env)
    [[ -e $state/env ]] || die "nothing is up in $state" "Run dev/services.sh up first."
    cat "$state/env"
    ;;
  run) shift && run "$@" ;;
  *) usage ;;
esac
