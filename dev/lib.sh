# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this file
# Shared by the development scripts: where things are, messages, root rights. Sourced, never run.

dev_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root_dir=$(dirname "$dev_dir")
cache_dir=${IMAGE_MANAGER_DEV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/image-manager-dev}
# shellcheck source=dev/versions.env
. "$dev_dir/versions.env"

# pinned PACKAGE: the version of a tool that image-manager calls, as its own list has it.
pinned() {
  awk -F'"' -v package="$1" '
    $2 == "name" { name = $4 }
    $2 == "version" && name == package { version = $4 }
    END { if (version) print version; else { print "error: no " package " in tools.json" >"/dev/stderr"; exit 3 } }
  ' "$root_dir/src/main/resources/tools.json"
}

BUILDKIT_VERSION=$(pinned buildkit)
CRANE_VERSION=$(pinned crane)
CONTAINER_STRUCTURE_TEST_VERSION=$(pinned container-structure-test)
ROOTLESSKIT_VERSION=$(pinned rootlesskit)
SYFT_VERSION=$(pinned syft)
COSIGN_VERSION=$(pinned cosign)

buildkit_dir=$cache_dir/buildkit-$BUILDKIT_VERSION
crane_dir=$cache_dir/crane-$CRANE_VERSION
structure_test_dir=$cache_dir/container-structure-test-$CONTAINER_STRUCTURE_TEST_VERSION
registry_dir=$cache_dir/registry-$REGISTRY_VERSION
rootlesskit_dir=$cache_dir/rootlesskit-$ROOTLESSKIT_VERSION
syft_dir=$cache_dir/syft-$SYFT_VERSION
cosign_dir=$cache_dir/cosign-$COSIGN_VERSION
oras_dir=$cache_dir/oras-$ORAS_VERSION
garage_dir=$cache_dir/garage-$GARAGE_VERSION
base_image_dir=$cache_dir/debian-$BASE_IMAGE_RELEASE-slim-$BASE_IMAGE_REVISION
service_images_dir=$cache_dir/service-images-$SERVICE_IMAGES_REVISION-buildkit-$BUILDKIT_VERSION-garage-$GARAGE_VERSION

# Where 'image-manager tools install' puts tools when $cache_dir is the user's cache directory.
releases_dir=$cache_dir/image-manager/tools

# What is on the PATH already wins; daemons and iptables lie in /usr/sbin on Debian.
tools_path=$releases_dir/${buildkit_dir##*/}/bin:$releases_dir/${crane_dir##*/}
tools_path+=:$releases_dir/${structure_test_dir##*/}:$releases_dir/${rootlesskit_dir##*/}
tools_path+=:$releases_dir/${syft_dir##*/}:$releases_dir/${cosign_dir##*/}
tools_path+=:$buildkit_dir:$crane_dir:$structure_test_dir:$registry_dir:$rootlesskit_dir:$syft_dir
tools_path+=:$cosign_dir:$oras_dir:$garage_dir:/usr/sbin:/sbin
PATH=$PATH:$tools_path

say() {
  printf '%s\n' "$*" >&2
}

# die MESSAGE [REMEDY]: what went wrong, what to do. 3 is image-manager's code for "the environment".
die() {
  printf 'error: %s\n' "$1" >&2
  if [[ -n ${2:-} ]]; then
    printf '  %s\n' "$2" >&2
  fi
  exit 3
}

have() {
  command -v "$1" >/dev/null
}

# What goes before a command that needs root rights.
sudo=()
if ((EUID != 0)); then
  sudo=(sudo "--preserve-env=HTTP_PROXY,HTTPS_PROXY,NO_PROXY,http_proxy,https_proxy,no_proxy")
fi

as_root() {
  ((EUID == 0)) || have sudo || die "root rights are needed for: $*" "Run as root, or install sudo."
  "${sudo[@]}" "$@"
}

# The machine's architecture as Go and image platforms call it.
go_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

docker_answers() {
  have docker && timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# True when base images can be pulled; a machine behind a firewall gets the stand-in base instead.
docker_hub_answers() {
  have crane && timeout 15 crane digest "debian:$BASE_IMAGE_RELEASE-slim" >/dev/null 2>&1
}
