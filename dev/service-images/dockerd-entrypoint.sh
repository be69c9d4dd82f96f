#!/bin/sh
# As in docker:dind. Without a command, or with options only, dockerd listens on its socket and on TCP:
# with TLS on 2376, its certificates made in DOCKER_TLS_CERTDIR, or plainly on 2375 when that is empty.
set -eu

# signed NAME EXTENSION: NAME/key.pem and NAME/cert.pem, by the authority in ca/.
signed() {
  mkdir -p "$1"
  [ -s "$1/key.pem" ] || openssl genrsa -out "$1/key.pem" 4096
  openssl req -new -key "$1/key.pem" -subj "/CN=docker:dind $1" -out "$1/csr.pem"
  echo "$2" >"$1/extension"
  openssl x509 -req -in "$1/csr.pem" -CA ca/cert.pem -CAkey ca/key.pem -CAcreateserial -days 825 \
    -extfile "$1/extension" -out "$1/cert.pem"
  rm "$1/csr.pem" "$1/extension"
  cp ca/cert.pem "$1/ca.pem"
}

certificates() (
  mkdir -p "$DOCKER_TLS_CERTDIR/ca"
  cd "$DOCKER_TLS_CERTDIR"
  [ -s ca/key.pem ] || openssl genrsa -out ca/key.pem 4096
  openssl req -new -x509 -key ca/key.pem -subj "/CN=docker:dind CA" -days 825 -out ca/cert.pem
  names=DNS:docker,DNS:localhost,DNS:$(hostname)
  for address in $(ip -oneline address | awk '{ sub("/.*", "", $4); print $4 }'); do
    names=$names,IP:$address
  done
  signed server "subjectAltName = $names${DOCKER_TLS_SAN:+,$DOCKER_TLS_SAN}"
  signed client "extendedKeyUsage = clientAuth"
  chmod 644 client/key.pem
)

if [ $# -eq 0 ] || [ "${1#-}" != "$1" ]; then
  if [ -n "${DOCKER_TLS_CERTDIR:-}" ]; then
    certificates
    set -- --host=tcp://0.0.0.0:2376 --tlsverify --tlscacert="$DOCKER_TLS_CERTDIR/server/ca.pem" \
      --tlscert="$DOCKER_TLS_CERTDIR/server/cert.pem" --tlskey="$DOCKER_TLS_CERTDIR/server/key.pem" "$@"
  else
    set -- --host=tcp://0.0.0.0:2375 "$@"
  fi
  set -- dockerd --host=unix:///var/run/docker.sock "$@"
fi

if [ "$1" != dockerd ]; then
  exec docker-entrypoint.sh "$@"
fi
# What an unclean end left behind would keep the daemons from starting.
find /run -iname 'docker*.pid' -exec rm {} +
rm -f /run/docker/containerd/containerd.pid
# Kernels without nf_tables have the legacy tables.
if ! iptables -nL >/dev/null 2>&1; then
  PATH=/usr/local/sbin/.iptables-legacy:$PATH
fi
exec dind "$@"
