#!/usr/bin/env bash
# Appends a command to the command file (COMMAND_FILE), for the instance that acts to carry out:
#   scripts/trigger-bootstrap.sh                        bootstrap_swarm
#   scripts/trigger-bootstrap.sh restart_service:web    another one
set -euo pipefail
file=${COMMAND_FILE:-/mnt/commands/swarm-orchestration.command.yml}
command=${1:-bootstrap_swarm}
[[ $# -le 1 && $command != *$'\n'* ]] || { echo "trigger-bootstrap: one command, on one line" >&2; exit 2; }
[[ -d $(dirname "$file") ]] || { echo "trigger-bootstrap: there is no folder $(dirname "$file"); set COMMAND_FILE to the file that Orcastra reads" >&2; exit 1; }
# One write, so that nothing of others comes between; a line without an end is ended first.
start=''
if [[ -s $file && -n $(tail -c 1 "$file") ]]; then start=$'\n'; fi
printf '%s- %s\n' "$start" "$command" >>"$file"
echo "given to $file: $command; what comes of it will stand in $file.results.yml"
