#!/usr/bin/env bash
# Gets a machine ready to build, test and demonstrate image-manager: installs what is missing and
# says what it does. A tool on the PATH is used as it is, so a machine that has everything is left
# alone. Tools are downloaded by image-manager itself ('tools install'), the rest comes from Debian or
# Ubuntu packages. Where releases cannot be downloaded, tools are compiled from Go modules; where Docker
# Hub cannot be reached, a base image and the images of the services are made.
#
#   setup.sh             everything
#   setup.sh --demo      only what the sample fleet needs, not what only tests need
#   setup.sh --package   package image-manager as well, also when no tool is to be downloaded
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $(uname -s) == Linux ]] || die \
  "the development services (buildkitd, registry) run on Linux, and this is $(uname -s)" \
  "Use a Linux machine or a Linux VM. 'make unit' and 'make build' work here, with a JDK 17 and Maven."

for_tests=true
with_package=false
for option in "$@"; do
  case $option in
    --demo) for_tests=false ;;
    --package) with_package=true ;;
    *) die "unknown option: $option" "There are --demo and --package." ;;
  esac
done

mkdir -p "$cache_dir"
exec 9>"$cache_dir/setup.lock"
flock --nonblock 9 || { say "setup: waiting for another setup to end"; flock 9; }

jobs=()
work_dir=$(mktemp -d "$cache_dir/setup.XXXXXX")
apt_log=$cache_dir/apt.log
lists_are_fresh=false
policy=/usr/sbin/policy-rc.d
policy_is_ours=false

# Also after Ctrl-C: end compilers that still run, and leave nothing half done.
clean_up() {
  local job
  trap '' INT TERM HUP
  for job in "${jobs[@]}"; do
    kill -- "-$job" 2>/dev/null || true
  done
  [[ $policy_is_ours == false ]] || as_root rm -f $policy
  chmod -R u+w "$work_dir"
  rm -rf "$work_dir"
}
trap clean_up EXIT

missing_packages=()
missing_tools=()

# need TOOL PACKAGE [TEST…]: notes what is missing; by default TOOL has to be on the PATH.
need() {
  local tool=$1 package=$2
  shift 2
  if (($# == 0)); then
    set -- have "$tool"
  fi
  if "$@" >/dev/null 2>&1; then
    say "$tool: $(command -v "$tool" || echo found)"
  else
    missing_tools+=("$tool")
    missing_packages+=("$package")
  fi
}

java_17() {
  local java=java
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  have "${java}c" && "$java" -XshowSettings:properties -version 2>&1 \
    | awk '/java.specification.version =/ { exit !($3 >= 17) }'
}

# Debian and Ubuntu have the registry as a package: seconds, where compiling it takes minutes.
registry_is_packaged() {
  have apt-get && update_package_lists && apt-cache show docker-registry >/dev/null 2>&1
}

install_packages() {
  local list
  list=$(printf '%s\n' "${missing_packages[@]}" | sort -u | tr '\n' ' ')
  have apt-get || die "missing: ${missing_tools[*]}" \
    "This machine has no apt-get: install them with its own package manager (Debian's names: $list)."
  say "installing packages: $list"
  # The services of these packages are not ours to start: policy-rc.d keeps apt from doing it.
  if [[ ! -e $policy ]]; then
    policy_is_ours=true
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  update_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    "${missing_packages[@]}" >"$apt_log" 2>&1 9>&- || {
    tail -n 20 "$apt_log" >&2
    die "apt-get could not install: $list" "The whole log is in $apt_log."
  }
  missing_packages=() missing_tools=()
}

update_package_lists() {
  [[ $lists_are_fresh == false ]] || return 0
  as_root apt-get update >"$apt_log" 2>&1 9>&- || {
    tail -n 20 "$apt_log" >&2
    die "apt-get update failed" "The whole log is in $apt_log."
  }
  lists_are_fresh=true
}

is_packaged=false
package_program() {
  [[ $is_packaged == false ]] || return 0
  local start=$SECONDS
  (cd "$root_dir" && mvn -B -ntp -q -Dmaven.test.skip -Dspotless.check.skip package) >&2 9>&- ||
    die "could not package image-manager" "What Maven says about it is above."
  is_packaged=true
  say "packaged image-manager in $((SECONDS - start)) s"
}

releases_answer=true
# download SECONDS TOOL…: has image-manager download those that are missing, within this time. After a
# failure nothing more is tried.
download() {
  local seconds=$1 tool missing=() code=0 reason
  shift
  for tool in "$@"; do
    have "$tool" || missing+=("$tool")
  done
  [[ $releases_answer == true ]] && ((${#missing[@]} > 0)) || return 0
  package_program
  say "downloading: ${missing[*]}"
  XDG_CACHE_HOME=$cache_dir timeout --foreground "$seconds" "$root_dir/bin/image-manager" -C "$root_dir" \
    tools install "${missing[@]}" >"$work_dir/downloads" 2>"$work_dir/downloads.log" 9>&- || code=$?
  cat "$work_dir/downloads" >&2
  ((code != 0)) || return 0
  ((code != 130)) || exit 130
  releases_answer=false
  reason=$(sed -n '/^error: /{s///p;q}' "$work_dir/downloads.log")
  ((code != 124)) || reason="not done after $seconds s"
  say "releases cannot be downloaded, so tools are compiled: ${reason:-exit code $code}"
}

# compile FOLDER MODULE@VERSION TAGS LDFLAGS COMMAND…: Go commands of one module into FOLDER. An empty
# module of our own is needed because 'go install' refuses modules whose go.mod has exclude lines.
compile() {
  local folder=$1 module=$2 tags=$3 ldflags=$4 start=$SECONDS
  local work=$work_dir/${1##*/}
  shift 4
  mkdir "$work"
  if ! (
    cd "$work" &&
      go mod init image-manager-dev &&
      go get "${@/%/@${module#*@}}" &&
      mkdir bin &&
      CGO_ENABLED=0 go build -trimpath -tags "$tags" -ldflags "-s -w $ldflags" -o bin/ "$@"
  ) >"$work/log" 2>&1; then
    tail -n 20 "$work/log" >&2
    die "could not compile $module" "Is the Go module proxy reachable, and Go recent (1.25 or later)?"
  fi
  rm -rf "$folder"
  mv "$work/bin" "$folder"
  say "compiled ${folder##*/} in $((SECONDS - start)) s"
}

# background COMMAND…: in a process group of its own, so that all of it can be ended.
background() {
  set -m
  "$@" 9>&- &
  set +m
  jobs+=($!)
}

await_jobs() {
  local job failed=false
  for job in "${jobs[@]}"; do
    wait "$job" || failed=true
  done
  jobs=()
  [[ $failed == false ]] || exit 3
}

# Garage is a Rust crate. What was compiled before an interruption is kept for the next run, and it
# gives way to the other compilers.
compile_garage() {
  local build=$cache_dir/.garage-build start=$SECONDS
  mkdir -p "$build"
  CARGO_TARGET_DIR=$build/target nice cargo install garage --version "$GARAGE_VERSION" --locked \
    --no-track --force --root "$build" >"$build/log" 2>&1 || {
    tail -n 20 "$build/log" >&2
    die "could not compile garage $GARAGE_VERSION" "Is the crate registry reachable, and Rust recent? The log is in $build/log."
  }
  rm -rf "$garage_dir"
  mv "$build/bin" "$garage_dir"
  rm -rf "$build"
  say "compiled ${garage_dir##*/} in $((SECONDS - start)) s"
}

need_garage() {
  if [[ $for_tests == false ]]; then
    return
  elif have garage; then
    say "garage: $(command -v garage)"
  elif ! have cargo; then
    say "garage: skipped, for there is no cargo to compile it; tests of the S3 cache need it"
  else
    need cc gcc
    need make make
    ((${#missing_packages[@]} == 0)) || install_packages
    say "garage $GARAGE_VERSION: compiling in the background (5 to 20 minutes, this once)"
    background compile_garage
  fi
}

# tool DISPLAY-NAME COMMANDS SECONDS COMPILE-ARGUMENTS…: compiles in the background unless all are there.
tool() {
  local name=$1 commands=$2 seconds=$3 command paths=()
  shift 3
  for command in $commands; do
    paths+=("$(command -v "$command")") || {
      have go || die "$command is missing, and so is Go, which would compile it" \
        "Install Go 1.25 or later, or put $command on the PATH."
      say "$name: compiling (about $seconds s)"
      background compile "$@"
      return
    }
  done
  say "$name: ${paths[*]}"
}

need git git
need javac openjdk-17-jdk-headless java_17
need mvn maven
need make make
need ip iproute2
need runc runc
need newuidmap uidmap
need iptables iptables
if docker_answers; then
  say "docker: a daemon answers"
else
  need docker docker.io
  need dockerd docker.io
fi
if have docker-registry || registry_is_packaged; then
  need docker-registry docker-registry
fi
((${#missing_packages[@]} == 0)) || install_packages

buildkit=github.com/moby/buildkit
crane=github.com/google/go-containerregistry
structure_test=github.com/GoogleContainerTools/container-structure-test
registry=github.com/distribution/distribution/v3
rootlesskit=github.com/rootless-containers/rootlesskit/v3
syft=github.com/anchore/syft
cosign=github.com/sigstore/cosign/v2
oras=oras.land/oras

[[ $with_package == false ]] || package_program

# crane comes first, and alone: it says whether Docker Hub answers, and so what else is needed. It is small
# as well, and so says soon whether releases can be downloaded.
download 60 crane
tool "crane $CRANE_VERSION" crane 10 \
  "$crane_dir" "$crane@v$CRANE_VERSION" "" \
  "-X $crane/cmd/crane/cmd.Version=$CRANE_VERSION" $crane/cmd/crane
await_jobs
if docker_hub_answers; then
  hub=true
else
  hub=false
  need_garage
fi

tools=(buildctl buildkitd container-structure-test)
[[ $for_tests == false ]] || tools+=(rootlesskit syft cosign)
download 600 "${tools[@]}"
tool "buildkit $BUILDKIT_VERSION" "buildctl buildkitd" 90 \
  "$buildkit_dir" "$buildkit@v$BUILDKIT_VERSION" "osusergo netgo static_build seccomp" \
  "-X $buildkit/version.Version=v$BUILDKIT_VERSION" $buildkit/cmd/buildctl $buildkit/cmd/buildkitd
tool "container-structure-test $CONTAINER_STRUCTURE_TEST_VERSION" container-structure-test 15 \
  "$structure_test_dir" "$structure_test@v$CONTAINER_STRUCTURE_TEST_VERSION" "" \
  "-X $structure_test/pkg/version.version=v$CONTAINER_STRUCTURE_TEST_VERSION" \
  $structure_test/cmd/container-structure-test
registry_3() {
  tool "registry $REGISTRY_VERSION" registry 140 \
    "$registry_dir" "$registry@v$REGISTRY_VERSION" "" \
    "-X $registry/version.version=v$REGISTRY_VERSION" $registry/cmd/registry
}
have docker-registry || registry_3

# Signs, scans, and looks at what is made with other programs' eyes. oras and version 3 of the registry (Debian's
# is version 2) come without Go only where they are there already.
for_tests() {
  tool "rootlesskit $ROOTLESSKIT_VERSION" rootlesskit 15 \
    "$rootlesskit_dir" "$rootlesskit@v$ROOTLESSKIT_VERSION" "" "" $rootlesskit/cmd/rootlesskit
  tool "syft $SYFT_VERSION" syft 190 \
    "$syft_dir" "$syft@v$SYFT_VERSION" "" "-X main.version=$SYFT_VERSION" $syft/cmd/syft
  tool "cosign $COSIGN_VERSION" cosign 240 \
    "$cosign_dir" "$cosign@v$COSIGN_VERSION" "" \
    "-X sigs.k8s.io/release-utils/version.gitVersion=v$COSIGN_VERSION" $cosign/cmd/cosign
  if have go || { have oras && have registry; }; then
    tool "oras $ORAS_VERSION" oras 20 \
      "$oras_dir" "$oras@v$ORAS_VERSION" "" "" $oras/cmd/oras
    ! have docker-registry || registry_3
  else
    say "oras, registry $REGISTRY_VERSION: skipped, for there is no Go to compile them; some tests need them"
  fi
}
[[ $for_tests == false ]] || for_tests

if [[ $hub == true ]]; then
  await_jobs
  say "images: Docker Hub answers, no stand-ins needed, nor a compiled garage"
  exit
fi

if [[ -e $base_image_dir/rootfs.tar.gz ]]; then
  say "base image: Docker Hub does not answer, stand-in at $base_image_dir"
else
  need debootstrap debootstrap
  ((${#missing_packages[@]} == 0)) || install_packages
  say "base image: Docker Hub does not answer, making a stand-in with debootstrap (about 60 s)"
  "$dev_dir/base-image.sh" "$base_image_dir" 9>&-
fi
await_jobs
[[ $for_tests == true ]] || exit 0

# What goes into the images of the services, beside the tools above.
if [[ $(find "$service_images_dir/" -name '*.tar' 2>/dev/null | wc -l) == 4 ]]; then
  say "service images: stand-ins at $service_images_dir"
else
  need dockerd docker.io
  need iptables iptables
  need busybox busybox-static
  need openssl openssl
  need mount mount
  need setcap libcap2-bin
  ((${#missing_packages[@]} == 0)) || install_packages
  "$dev_dir/service-images.sh" "$service_images_dir" 9>&-
fi
