# ssh into the nodes, where openssh-server is installed: ssh -F $LAB/ssh/config root@10.99.<id>.<node>

make_ssh() { # make_ssh N
  local ssh=$LAB/ssh i
  [[ -x /usr/sbin/sshd ]] || return 0
  mkdir -p "$ssh"
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$ssh/host"
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$ssh/id"
  for i in $(seq "$1"); do echo "$(address "$i") $(cut -d' ' -f1,2 "$ssh/host.pub")"; done >"$ssh/known_hosts"
  # StrictModes off: the key lies under /tmp, which others may write to.
  cat >"$ssh/sshd_config" <<SSHD
HostKey $ssh/host
AuthorizedKeysFile $ssh/id.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
SSHD
  cat >"$ssh/config" <<SSH
Host *
  User root
  IdentityFile $ssh/id
  IdentitiesOnly yes
  UserKnownHostsFile $ssh/known_hosts
SSH
}
