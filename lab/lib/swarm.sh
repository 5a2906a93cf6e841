# Forming the Swarm, with Docker's own defaults throughout: tests rely on the real heartbeats and elections.

form_swarm() { # form_swarm N
  local others=() i
  dk 1 swarm init --advertise-addr "$(address 1)" >/dev/null
  manager_token=$(dk 1 swarm join-token -q manager)
  (($1 <= LAB_MANAGERS)) || worker_token=$(dk 1 swarm join-token -q worker)
  for ((i = 2; i <= $1; i++)); do others+=("$i"); done
  in_parallel join "${others[@]}" || die "not all nodes joined"
  wait_for 30 all_ready "$1" || die "not all nodes are ready after 30 s:"$'\n'"$(dk 1 node ls 2>&1)"
}

join() {
  local token=$manager_token
  (($1 <= LAB_MANAGERS)) || token=$worker_token
  dk "$1" swarm join --advertise-addr "$(address "$1")" --token "$token" "$(address 1):2377" >/dev/null
}
all_ready() { [[ $(dk 1 node ls --format '{{.Status}}' | grep -c '^Ready') == "$1" ]]; }
