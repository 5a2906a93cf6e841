# One node: booting it, its power, its engine.

# The client of the engine's own release: 20.10's is refused by an engine with a floor of 1.44.
dk() { local i=$1; shift; "$engine_root/usr/bin/docker" -H "unix://$LAB/node$i/docker.sock" "$@"; }
# No forks before the socket is there, and then one client that waits in its queue: many nodes boot on few cores.
engine_answers() { [[ -S $LAB/node$1/docker.sock ]] && timeout 20 "$engine_root/usr/bin/docker" -H "unix://$LAB/node$1/docker.sock" version >/dev/null 2>&1; }

init_pid() { # the host's PID of the node's namespace init; fails when it is off (or the PID is someone else's by now)
  local pid; pid=$(cat "$(node_dir "$1")/pid" 2>/dev/null) || return 1
  grep -qsF "$(node_dir "$1")" "/proc/$pid/cmdline" && echo "$pid"
}
is_on() { init_pid "$1" >/dev/null; }
is_off() { ! is_on "$1"; }

prepare_node() { # what is on the node's disk before its first boot
  local dir; dir=$(node_dir "$1"); mkdir -p "$dir"/{docker,containerd,logs,etc,etc.work}
  cat >"$dir/containerd.toml" <<TOML
version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
TOML
  # cgroupfs: the node runs no systemd to keep the containers' groups.
  cat >"$dir/daemon.json" <<JSON
{ "hosts": ["unix://$dir/docker.sock", "unix:///run/docker.sock", "fd://"],
  "containerd": "/run/containerd/containerd.sock", "storage-driver": "overlay2",
  "exec-opts": ["native.cgroupdriver=cgroupfs"], "cgroup-parent": "/$(lab_name)/node$1",
  "default-address-pools": [{ "base": "10.$((128 + LAB_ID)).$(($1 * 8)).0/21", "size": 24 }] }
JSON
}

power_on() {
  local dir launcher; dir=$(node_dir "$1")
  rm -f "$dir/docker.sock" "$dir/pid"
  plug_in "$1"
  # nsenter and not `ip netns exec`: that one mounts a new /sys, without the cgroups. 9 is up's lock, not the node's.
  LAB_MIN_API=$LAB_MIN_API setsid nsenter --net="/run/netns/$(node_netns "$1")" unshare --uts --mount --pid --fork \
    "$HERE/lib/node-init" "$dir" "node$1" "$(address "$1")" "$engine_root" </dev/null >>"$dir/log" 2>&1 9<&- &
  launcher=$!
  wait_for 60 engine_answers_or_ended "$1" "$launcher" || node_failed "$1" "has no engine after 60 s"
  kill -0 "$launcher" 2>/dev/null || node_failed "$1" "did not come up"
}
engine_answers_or_ended() { engine_answers "$1" || ! kill -0 "$2" 2>/dev/null; }

wait_engine() { wait_for 120 engine_answers "$1" || node_failed "$1" "has no engine after 120 s"; }
node_failed() { die "node$1 $2; the end of $(node_dir "$1")/log:"$'\n'"$(tail -n 15 "$(node_dir "$1")/log")"; }

power_off() { # silence first: a killed process's kernel would say goodbye on every connection, a dead machine does not
  local pid; pid=$(init_pid "$1") || pid=''
  ip -n "$(switch)" link set "cable$1" down 2>/dev/null || true
  if [[ -n $pid ]]; then
    kill -KILL "$pid" 2>/dev/null || true
    wait_for 20 is_off "$1" || die "node$1 (process $pid) survived SIGKILL for 20 s"
  fi
  unplug "$1"
  remove_cgroups "$(lab_name)/node$1"
}

remove_cgroups() { # the containers' groups outlive them when nobody is left to remove them
  local top
  for top in /sys/fs/cgroup/"$1" /sys/fs/cgroup/*/"$1"; do
    [[ ! -d $top ]] || find "$top" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

in_node() { # in_node I COMMAND...
  local i=$1 pid; shift
  pid=$(init_pid "$i") || die "node$i is off"
  nsenter --target "$pid" --net --uts --mount --pid -- "$@"
}

engine_ended() { ! in_node "$1" kill -0 "$2" 2>/dev/null; }
restart_engine() { # as systemctl restart docker: TERM to the daemon alone, which stops its containers; then a new one
  local old; old=$(in_node "$1" cat /run/docker.pid)
  in_node "$1" kill -TERM "$old"
  wait_for 120 engine_ended "$1" "$old" || node_failed "$1" "has an engine that does not end"
  wait_engine "$1"
}
