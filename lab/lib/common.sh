# What every part of the lab needs: its names, its remembered options, bounded waiting.
# LAB (the state folder) is the lab's identity; LAB_ID and ENGINE are read once, at `up`, and remembered in it.
LAB=${LAB:-/tmp/orcastra-lab}
CACHE=${ORCASTRA_LAB_CACHE:-/var/cache/orcastra-lab}

die() { echo "swarm-lab: $*" >&2; exit 1; }

new_options() { # validate the environment of `up`, before anything is made
  LAB_ID=${LAB_ID:-0} ENGINE=${ENGINE:-20.10} LAB_MANAGERS=${LAB_MANAGERS:-3}
  [[ $LAB_ID =~ ^[0-9]+$ ]] && ((LAB_ID < 64)) || die "LAB_ID is 0..63, not '$LAB_ID'"
  [[ $LAB_MANAGERS =~ ^[1-9][0-9]*$ ]] || die "LAB_MANAGERS is a number from 1, not '$LAB_MANAGERS'"
  [[ $LAB == /* ]] || die "LAB must be an absolute path, not '$LAB'"
  # The engine's socket lies in the folder, and the kernel cuts socket addresses at 108 bytes.
  ((${#LAB} <= 80)) || die "LAB is too long a path for a socket in it: $LAB"
  case $ENGINE in
    20.10) engine_root='' LAB_MIN_API=${LAB_MIN_API-} ;;
    26.1) engine_root=$CACHE/26.1 LAB_MIN_API=${LAB_MIN_API-1.44} ;;   # 1.44: the floor engine 29.0 has
    *) die "ENGINE is 20.10 or 26.1, not '$ENGINE'" ;;
  esac
  [[ -x $engine_root/usr/sbin/dockerd ]] || die "engine $ENGINE is not installed here: run lab/install first"
}

save_options() {
  printf '%s=%q\n' LAB_ID "$LAB_ID" ENGINE "$ENGINE" LAB_MIN_API "$LAB_MIN_API" engine_root "$engine_root" >"$LAB/lab.conf"
}

load_options() {
  [[ -f $LAB/lab.conf ]] || die "no lab in $LAB (swarm-lab up makes one)"
  # shellcheck source=/dev/null
  . "$LAB/lab.conf"
}

address() { echo "10.99.$LAB_ID.$1"; }
node_dir() { echo "$LAB/node$1"; }
lab_name() { echo "orcalab$LAB_ID"; }    # prefix of everything the lab gives a name to outside its folder
node_numbers() { local d; for d in "$LAB"/node[0-9]*; do [[ ! -d $d ]] || echo "${d##*/node}"; done | sort -n; }

need_node() {
  [[ ${1:-} =~ ^[0-9]+$ && -d $LAB/node$1 ]] || die "which node? '${1:-}' is none of: $(node_numbers | xargs)"
}

wait_for() { # wait_for SECONDS COMMAND...: poll until it succeeds; fails when the time is over
  local end=$((SECONDS + $1)); shift
  until "$@"; do ((SECONDS < end)) || return 1; sleep 0.1; done
}

in_parallel() { # in_parallel FUNCTION ARGUMENT...: one job an argument; fails if any of them failed
  local function=$1 argument job failed=0 jobs=(); shift
  for argument; do "$function" "$argument" & jobs+=($!); done
  for job in "${jobs[@]}"; do wait "$job" || failed=1; done
  return $failed
}
