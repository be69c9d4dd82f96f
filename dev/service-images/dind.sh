#!/bin/sh
# What hack/dind of Docker does before a daemon starts in a container: dind COMMAND…
set -e
export container=docker

if [ -d /sys/kernel/security ] && ! mountpoint -q /sys/kernel/security; then
  mount -t securityfs none /sys/kernel/security ||
    echo "dind: /sys/kernel/security cannot be mounted" >&2
fi
mountpoint -q /tmp || mount -t tmpfs none /tmp

# With cgroup v2, a group that has processes cannot give controllers to groups below it.
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || true
  sed 's/[^ ]*/+&/g' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
fi

mount --make-rshared /
exec "$@"
