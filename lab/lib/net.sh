# The lab's network: a switch in a network namespace of its own, with a cable to each node and one to the machine.
# The switch is not on the machine itself because a Docker running there makes bridged frames pass its own FORWARD
# policy (br_netfilter), which drops them.

switch() { echo "$(lab_name)-net"; }
node_netns() { echo "$(lab_name)-$1"; }

make_switch() { # fails when another lab has the same LAB_ID: the name is the claim
  local name; name=$(lab_name)
  ip netns add "$(switch)" 2>/dev/null || return 1
  ip -n "$(switch)" -batch - <<IP
link set lo up
link add br0 type bridge
link set br0 up
IP
  ip link add "$name" type veth peer name uplink netns "$(switch)"
  ip addr add "10.99.$LAB_ID.254/24" dev "$name"
  ip link set "$name" up
  ip -n "$(switch)" link set uplink master br0 up
}

plug_in() { # plug_in I: a fresh network namespace, as after a boot: no rules, bridges or tunnels of an earlier engine
  local ns; ns=$(node_netns "$1")
  ip netns add "$ns"
  # The card keeps its hardware address over reboots, so that the neighbours' ARP caches stay right.
  ip -n "$(switch)" link add "cable$1" type veth peer name eth0 address "$(printf '02:99:00:00:%02x:%02x' "$LAB_ID" "$1")" netns "$ns"
  ip -n "$ns" -batch - <<IP
link set lo up
addr add $(address "$1")/24 dev eth0
link set eth0 up
IP
  ip -n "$(switch)" link set "cable$1" master br0
  [[ -f $(node_dir "$1")/cut ]] || ip -n "$(switch)" link set "cable$1" up
}

unplug() { # the node's network ceases to exist; what its processes still want to send goes nowhere
  ip -n "$(switch)" link del "cable$1" 2>/dev/null || true
  ip netns del "$(node_netns "$1")" 2>/dev/null || true
}

cut_cable() { touch "$(node_dir "$1")/cut"; ip -n "$(switch)" link set "cable$1" down 2>/dev/null || true; }
heal_cable() { rm -f "$(node_dir "$1")/cut"; ip -n "$(switch)" link set "cable$1" up 2>/dev/null || true; }

remove_network() {
  local ns
  ip link del "$(lab_name)" 2>/dev/null || true
  for ns in $(ip netns list | awk -v p="$(lab_name)-" 'index($1, p) == 1 { print $1 }'); do
    ip netns pids "$ns" 2>/dev/null | xargs -r kill -KILL 2>/dev/null || true
    ip netns del "$ns" 2>/dev/null || true
  done
}
