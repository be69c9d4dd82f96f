# shellcheck shell=bash
# The network of the private dockerd. Sourced by services.sh, which sets state.
#
# A bridge and a range of our own, and our own four firewall rules instead of dockerd's many, which
# would mix with those of another dockerd: so 'down' can take back exactly what 'up' did.

create_network() {
  local number base
  for number in {0..15}; do
    base=10.230.$((number * 16))
    if [[ -z $(ip -4 route show root "$base.0/20") ]] &&
      as_root ip link add "imdev$number" type bridge 2>/dev/null; then
      printf '%s %s %s\n' "imdev$number" "$base" "$(cat /proc/sys/net/ipv4/ip_forward)" >"$state/network"
      as_root ip address add "$base.1/24" dev "imdev$number"
      as_root ip link set "imdev$number" up
      firewall -I "$base.0/20"
      return
    fi
  done
  die "no free address range for a private dockerd in 10.230.0.0/16" \
    "Start a Docker daemon yourself, or remove the bridges imdev0 to imdev15."
}

# firewall -I|-D RANGE: containers reach other machines, from which only answers come in.
firewall() {
  as_root iptables -w -t nat "$1" POSTROUTING -s "$2" ! -d "$2" -j MASQUERADE
  as_root iptables -w "$1" FORWARD -d "$2" -j DROP
  as_root iptables -w "$1" FORWARD -d "$2" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  as_root iptables -w "$1" FORWARD -s "$2" -j ACCEPT
}

remove_network() {
  local bridge base forward link
  read -r bridge base forward 2>/dev/null <"$state/network" || return 0
  firewall -D "$base.0/20" 2>/dev/null || true
  # Ours, and the bridges of networks that dockerd made in our range.
  for link in "$bridge" $(ip -4 -o address show to "$base.0/20" | awk '{ print $2 }'); do
    as_root ip link delete "$link" 2>/dev/null || true
  done
  # dockerd switches forwarding on. Off again, if it was off and nobody else here needs it.
  if [[ $forward == 0 && -z $(ip -o link show type bridge) ]]; then
    echo 0 | as_root tee /proc/sys/net/ipv4/ip_forward >/dev/null
  fi
}
