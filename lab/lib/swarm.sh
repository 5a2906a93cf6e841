# Forming the Swarm, with Docker's own defaults throughout: tests rely on the real heartbeats and elections.

form_swarm() { # form_swarm N
  local i n=$1 managers=$(($1 < LAB_MANAGERS ? $1 : LAB_MANAGERS)) workers
  dk 1 swarm init --advertise-addr "$(address 1)" >/dev/null
  manager_token=$(dk 1 swarm join-token -q manager) worker_token=$(dk 1 swarm join-token -q worker)
  # Managers one after the other: two at once may be refused while the first changes the quorum.
  for i in $(seq 2 "$managers"); do join "$i" "$manager_token"; done
  mapfile -t workers < <(seq $((managers + 1)) "$n")
  [[ ${#workers[@]} == 0 ]] || in_parallel join_worker "${workers[@]}"
  wait_for 30 all_ready "$n" || die "not all nodes are ready after 30 s:"$'\n'"$(dk 1 node ls 2>&1)"
}

join() { dk "$1" swarm join --advertise-addr "$(address "$1")" --token "$2" "$(address 1):2377" >/dev/null; }
join_worker() { join "$1" "$worker_token"; }
all_ready() { [[ $(dk 1 node ls --format '{{.Status}}' | grep -c '^Ready') == "$1" ]]; }
