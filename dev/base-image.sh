#!/usr/bin/env bash
# base-image.sh DIR: makes DIR/rootfs.tar.gz, a stand-in for debian:…-slim on machines that cannot
# pull it, from the Debian mirror that this machine's apt uses. The same packages give the same bytes.
# Inside it apt uses this machine's mirror, proxy and private CAs, so that RUN apt-get works.
set -euo pipefail
# shellcheck source=dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=$1
release=$BASE_IMAGE_RELEASE
# shellcheck source=/dev/null
host_release=$(. /etc/os-release && [[ $ID == debian ]] && echo "$VERSION_CODENAME") || die \
  "a stand-in for debian:$release-slim can only be made on Debian" "Make Docker Hub reachable, or use Debian."

# "URI suite" of this machine's Debian sources, for the release of the base image.
# shellcheck disable=SC2016
sources=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' \
  | awk -v host="$host_release" -v release="$release" '
      $3 == "main" && ($2 == host || $2 == host "-updates" || $2 == host "-security") {
        sub(host, release, $2); print $1, $2 }' | sort -u)
mirror=$(awk -v release="$release" '$2 == release { print $1; exit }' <<<"$sources")
[[ -n $mirror ]] || die "this machine's apt has no source for Debian's main archive" \
  "Add one to /etc/apt/sources.list.d and run apt-get update."

mkdir -p "$(dirname "$target")"
work=$(mktemp -d "$target.XXXXXX")
trap 'as_root rm -rf "$work"' EXIT
chmod 755 "$work"
rootfs=$work/rootfs

# A mount namespace of its own: whatever debootstrap mounts is gone when it ends, however it ends.
as_root unshare --mount debootstrap --variant=minbase "$release" "$rootfs" "$mirror" >"$work/log" 2>&1 || {
  tail -n 20 "$work/log" >&2
  die "debootstrap failed"
}

# The rest as root in one go: write what the official slim image writes, drop what it drops.
as_root bash -euo pipefail -s -- "$rootfs" "$sources" <<'SCRIPT'
rootfs=$1
sed 's/^/deb /; s/$/ main/' <<<"$2" >"$rootfs/etc/apt/sources.list"
apt-config dump | grep -iE '^Acquire::(https?::|Check-)' >"$rootfs/etc/apt/apt.conf.d/50machine" || true
cp /usr/local/share/ca-certificates/*.crt "$rootfs/usr/local/share/ca-certificates/" 2>/dev/null ||
  { mkdir -p "$rootfs/usr/local/share/ca-certificates" &&
    cp /usr/local/share/ca-certificates/*.crt "$rootfs/usr/local/share/ca-certificates/" 2>/dev/null; } || true

cat >"$rootfs/etc/apt/apt.conf.d/docker" <<'APT'
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Apt::AutoRemove::SuggestsImportant "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };
APT
cat >"$rootfs/etc/dpkg/dpkg.cfg.d/docker" <<'DPKG'
force-unsafe-io
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
DPKG
printf '#!/bin/sh\nexit 101\n' >"$rootfs/usr/sbin/policy-rc.d"
chmod 755 "$rootfs/usr/sbin/policy-rc.d"

find "$rootfs/usr/share/doc" -type f ! -name copyright -delete
find "$rootfs/usr/share/doc" -type l -delete
find "$rootfs/usr/share/doc" -type d -empty -delete
find "$rootfs/usr/share/info" "$rootfs/usr/share/locale" "$rootfs/usr/share/man" \
  "$rootfs/var/lib/apt/lists" "$rootfs/var/cache/apt" "$rootfs/var/log" "$rootfs/run" "$rootfs/tmp" \
  ! -type d -delete
rm -rf "$rootfs"/var/cache/ldconfig/* "$rootfs"/var/cache/debconf/*-old "$rootfs"/var/lib/dpkg/*-old \
  "$rootfs/etc/machine-id" "$rootfs/etc/resolv.conf" "$rootfs/etc/hostname"
touch "$rootfs/etc/machine-id"
SCRIPT

# Times later than the packages' own come from this very run: clamp them.
mkdir "$work/result"
as_root tar -C "$rootfs" --sort=name --numeric-owner --clamp-mtime --mtime=2025-01-01T00:00:00Z \
  --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf - . | gzip -n >"$work/result/rootfs.tar.gz"
rm -rf "$target"
mv "$work/result" "$target"
