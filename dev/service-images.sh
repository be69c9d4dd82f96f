#!/usr/bin/env bash
# service-images.sh DIR: makes the images that image-manager's container mode runs, for machines that
# cannot pull them, as archives for 'docker load': DIR/{registry,garage,docker,buildkit}.tar. Only those
# that are missing. The programs in them are this machine's own, with the libraries that they need;
# names, users, paths, ports, volumes, variables and entry points are those of the official images.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=$1
recipes=$dev_dir/service-images
mkdir -p "$target"
work=$(mktemp -d "$target/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022

# --- a root file system ------------------------------------------------------------------------

# rootfs NAME: an empty one, laid out as Debian's; what follows goes into it.
rootfs() {
  local folder
  root=$work/$1
  for folder in bin sbin lib lib64; do
    mkdir -p "$root/usr/$folder"
    ln -s "usr/$folder" "$root/$folder"
  done
}

# program COMMAND [DESTINATION]: this machine's COMMAND with its libraries; by default into /usr/bin.
program() {
  local source destination=$root/${2:-usr/bin/$1}
  source=$(command -v "$1") || die "$1 is missing" "Run dev/setup.sh first."
  mkdir -p "$(dirname "$destination")"
  # Not as a copy of its attributes: a setuid bit or file capabilities do not belong into the image.
  cp --dereference --no-preserve=all "$source" "$destination"
  chmod 755 "$destination"
  libraries "$source"
}

# libraries FILE: the shared libraries and the loader of a program or library; a static one has none.
libraries() {
  local library
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    [[ -e $root$library ]] || cp --dereference --no-preserve=all "$library" "$root$library"
    chmod 755 "$root$library"
  done < <(ldd "$1" 2>/dev/null | grep -o '/[^ ]*' || true)
}

# The official images are Alpine's: a shell and small tools from busybox, root, the common authorities.
shell() {
  local applet
  program busybox
  for applet in $(busybox --list); do
    [[ -e $root/usr/bin/$applet || -e $root/usr/sbin/$applet ]] || ln -s busybox "$root/usr/bin/$applet"
  done
  mkdir -p "$root"/{dev,etc/ssl/certs,proc,root,run,sys,usr/local/bin,var/lib}
  ln -s ../run "$root/var/run"
  mkdir -m 1777 "$root/tmp" "$root/var/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  cp --dereference /etc/os-release "$root/etc/os-release"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" 2>/dev/null || true
}

# recipe FILE DESTINATION: a script or configuration of ours.
recipe() {
  mkdir -p "$(dirname "$root/$2")"
  install -m "${3:-644}" "$recipes/$1" "$root/$2"
}

# --- an archive --------------------------------------------------------------------------------

# archive FILE NAME CONFIGURATION [PATH…]: the root file system as an image of one layer, in the form of
# 'docker save'. CONFIGURATION is the "config" of the OCI image; each PATH belongs to user 1000. The
# same files give the same bytes.
archive() {
  local file=$1 name=$2 configuration=$3 path diff_id
  local image=$work/$1.image layer=$work/$1.layer
  local options=(--directory "$root" --sort=name --numeric-owner --mtime=2025-01-01T00:00:00Z --no-recursion
    --xattrs --xattrs-include=security.capability
    "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime")
  shift 3
  mkdir "$image"
  (
    cd "$root"
    find . -mindepth 1 -printf '%P\0' | LC_ALL=C sort -z
  ) >"$work/all"
  : >"$work/theirs"
  for path in "$@"; do
    grep -zE "^$path(/|\$)" "$work/all" >>"$work/theirs"
  done
  LC_ALL=C sort -z -o "$work/theirs" "$work/theirs"
  LC_ALL=C comm -z -23 "$work/all" "$work/theirs" >"$work/ours"
  tar "${options[@]}" --owner=0 --group=0 --null --files-from="$work/ours" -cf "$layer"
  [[ ! -s $work/theirs ]] ||
    tar "${options[@]}" --owner=1000 --group=1000 --null --files-from="$work/theirs" -rf "$layer"

  diff_id=$(sha256sum "$layer" | cut -d' ' -f1)
  gzip -n <"$layer" >"$image/layer.tar.gz"
  cat >"$image/config.json" <<JSON
{"architecture": "$(go_architecture)", "os": "linux", "created": "2025-01-01T00:00:00Z",
 "config": $configuration,
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$diff_id"]},
 "history": [{"created": "2025-01-01T00:00:00Z", "created_by": "dev/service-images.sh"}]}
JSON
  printf '[{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer.tar.gz"]}]\n' "$name" >"$image/manifest.json"
  tar --directory "$image" --sort=name --owner=0 --group=0 --numeric-owner --mtime=2025-01-01T00:00:00Z \
    -cf "$work/$file" manifest.json config.json layer.tar.gz
  mv "$work/$file" "$target/$file"
  rm -rf "$root" "$image" "$layer"
  say "service images: $name, $(du -h "$target/$file" | cut -f1)"
}

path=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# --- the images --------------------------------------------------------------------------------

# registry:2, of the repository distribution/distribution-library-image
registry_image() {
  rootfs registry
  shell
  if have docker-registry; then
    program docker-registry usr/bin/registry
  else
    program registry
  fi
  recipe registry-entrypoint.sh entrypoint.sh 755
  recipe registry-config.yml etc/docker/registry/config.yml
  mkdir "$root/var/lib/registry"
  archive registry.tar registry:2 "{
    \"Env\": [\"$path\"], \"ExposedPorts\": {\"5000/tcp\": {}}, \"Volumes\": {\"/var/lib/registry\": {}},
    \"Entrypoint\": [\"/entrypoint.sh\"], \"Cmd\": [\"/etc/docker/registry/config.yml\"]}"
}

# moby/buildkit:rootless, of the Dockerfile in moby/buildkit. Without privileges newuidmap works with
# file capabilities only, not with the setuid bit that Debian gives it.
buildkit_image() {
  rootfs buildkit
  shell
  program buildkitd
  program buildctl
  program rootlesskit
  program runc usr/bin/buildkit-runc
  program git
  program "$(git --exec-path)/git-remote-http" usr/lib/git-core/git-remote-http
  ln -s git-remote-http "$root/usr/lib/git-core/git-remote-https"
  program newuidmap
  program newgidmap
  as_root setcap cap_setuid=ep "$root/usr/bin/newuidmap"
  as_root setcap cap_setgid=ep "$root/usr/bin/newgidmap"
  printf 'user:x:1000:1000::/home/user:/bin/sh\n' >>"$root/etc/passwd"
  printf 'user:x:1000:\n' >>"$root/etc/group"
  printf 'user:100000:65536\n' | tee "$root/etc/subuid" >"$root/etc/subgid"
  mkdir -p "$root/run/user/1000" "$root/home/user/.local/tmp" "$root/home/user/.local/share/buildkit"
  archive buildkit.tar moby/buildkit:rootless "{
    \"User\": \"1000:1000\", \"Volumes\": {\"/home/user/.local/share/buildkit\": {}},
    \"Env\": [\"$path\", \"HOME=/home/user\", \"USER=user\", \"XDG_RUNTIME_DIR=/run/user/1000\",
      \"TMPDIR=/home/user/.local/tmp\", \"BUILDKIT_HOST=unix:///run/user/1000/buildkit/buildkitd.sock\"],
    \"Entrypoint\": [\"rootlesskit\", \"buildkitd\"]}" run/user/1000 home/user
}

# docker:dind, of docker-library/docker and of hack/dind in moby/moby
docker_image() {
  local command library
  rootfs docker
  for command in dockerd docker containerd containerd-shim-runc-v2 runc docker-init docker-proxy openssl; do
    program "$command" "usr/local/bin/$command"
  done
  mkdir -p "$root/usr/lib/ssl"
  cp --dereference /etc/ssl/openssl.cnf "$root/usr/lib/ssl/"
  # From util-linux and iproute2 as in the official image: busybox has lesser ones.
  for command in mount umount mountpoint ip; do
    program "$command"
  done
  # The many commands of iptables are two programs, with extensions that they load.
  for command in xtables-nft-multi xtables-legacy-multi; do
    program "$command" "usr/sbin/$command"
  done
  for command in iptables ip6tables; do
    ln -s xtables-nft-multi "$root/usr/sbin/$command"
    mkdir -p "$root/usr/local/sbin/.iptables-legacy"
    ln -s /usr/sbin/xtables-legacy-multi "$root/usr/local/sbin/.iptables-legacy/$command"
  done
  library=$(dirname "$(find /usr/lib -name libxt_conntrack.so -print -quit)")
  mkdir -p "$root$library"
  cp "$library"/*.so "$root$library/"
  shell
  recipe dockerd-entrypoint.sh usr/local/bin/dockerd-entrypoint.sh 755
  recipe docker-entrypoint.sh usr/local/bin/docker-entrypoint.sh 755
  recipe dind.sh usr/local/bin/dind 755
  printf 'docker:x:2375:\n' >>"$root/etc/group"
  mkdir -p "$root/var/lib/docker" "$root/certs"
  mkdir -m 1777 "$root/certs/client"
  chmod 1777 "$root/certs"
  archive docker.tar docker:dind "{
    \"Env\": [\"$path\", \"DOCKER_TLS_CERTDIR=/certs\"], \"ExposedPorts\": {\"2375/tcp\": {}, \"2376/tcp\": {}},
    \"Volumes\": {\"/var/lib/docker\": {}}, \"Entrypoint\": [\"dockerd-entrypoint.sh\"], \"Cmd\": []}"
}

# dxflrs/garage: nothing but the program, and here the libraries that the official static one lacks
garage_image() {
  rootfs garage
  program garage garage
  archive garage.tar "dxflrs/garage:v$GARAGE_VERSION" "{
    \"Env\": [\"$path\", \"RUST_BACKTRACE=1\", \"RUST_LOG=garage=info\"], \"Cmd\": [\"/garage\", \"server\"]}"
}

for name in registry buildkit docker garage; do
  if [[ -e $target/$name.tar ]]; then
    continue
  elif [[ $name == garage ]] && ! have garage; then
    say "service images: no garage here, so dxflrs/garage:v$GARAGE_VERSION is left out"
  else
    "${name}_image"
  fi
done
