# shellcheck shell=bash
# Another Debian in a folder of this machine: for RabbitMQ 4, for a bare machine, for images. Part of ./dev.

# What takes long to make and does not depend on this checkout.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/mail-dispatcher

# make_debian SUITE DIR [PACKAGE...]: the smallest system, with packages; DIR appears when it is whole. No service starts.
make_debian() {
  local suite=$1 dir=$2 log=$root/.run/debian-$1.log
  shift 2
  need_root "making another Debian"
  mkdir -p "$root/.run" "$(dirname "$dir")"
  say "making Debian $suite in $dir; takes a minute or two"
  rm -rf "$dir.new"
  {
    debootstrap --variant=minbase "$suite" "$dir.new" &&
      printf '#!/bin/sh\nexit 101\n' >"$dir.new/usr/sbin/policy-rc.d" &&
      chmod +x "$dir.new/usr/sbin/policy-rc.d" &&
      cp /etc/resolv.conf /etc/hosts "$dir.new/etc/" &&
      if [[ $# -gt 0 ]]; then
        within "$dir.new" /usr/bin/apt-get update &&
          within "$dir.new" /usr/bin/env DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get install -y --no-install-recommends "$@"
      fi
  } </dev/null >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    fail "Debian $suite could not be made; the whole log is in ${log#"$root"/}."
  }
  mv "$dir.new" "$dir"
}

# within DIR PROGRAM...: runs it in that Debian, with the machine's devices and processes, in mounts that end with it.
within() {
  # shellcheck disable=SC2016 # the inner shell expands them
  unshare --mount --propagation private bash -c '
    mount --rbind /dev "$1/dev" && mount --bind /proc "$1/proc" && exec chroot "$@"' bash "$@"
}

# use_broker_version VERSION: what `rabbitmq` finds from here on.
use_broker_version() {
  case $1 in
    3) return 0 ;;
    4) ;;
    *) usage "there is RabbitMQ 3, this machine's, and 4, Debian 13's; not '$1'." ;;
  esac
  need_root "RabbitMQ 4 in a Debian of its own"
  need broker-4
  mkdir -p "$cache/broker-4"
  (
    flock 9
    [[ -d $cache/broker-4/debian ]] || make_debian trixie "$cache/broker-4/debian" rabbitmq-server tzdata
  ) 9>"$cache/broker-4/lock" || exit
  make_wrappers "$cache/broker-4"
  export RABBITMQ_BIN=$cache/broker-4/bin
}

# make_wrappers DIR: programs under DIR/bin that run those of the Debian in DIR/debian. They keep their process id, and see
# all folders of this machine but the system's own.
make_wrappers() {
  local program
  mkdir -p "$1/bin"
  cat >"$1/bin/.within.new.$$" <<'END_OF_FILE'
#!/usr/bin/env bash
# Runs the program of its own name in the Debian beside it; written by ./dev broker --version 4.
set -euo pipefail
debian=$(dirname "$(readlink -f "$0")")/../debian
program=/usr/lib/rabbitmq/bin/$(basename "$0")
[[ -e $debian$program ]] || program=/usr/bin/$(basename "$0")
exec unshare --mount --propagation private bash -c '
  debian=$1
  for folder in /*; do
    case $folder in
      /bin | /boot | /etc | /lib* | /sbin | /usr | /var | /lost+found) continue ;;
    esac
    [[ -d $folder ]] || continue
    mkdir -p "$debian$folder"
    mount --rbind "$folder" "$debian$folder"
  done
  exec chroot "$@"' bash "$debian" "$program" "$@"
END_OF_FILE
  chmod +x "$1/bin/.within.new.$$"
  mv "$1/bin/.within.new.$$" "$1/bin/.within"
  for program in rabbitmq-server rabbitmqctl rabbitmq-plugins rabbitmq-queues rabbitmq-diagnostics rabbitmq-streams epmd; do
    [[ -e $1/bin/$program ]] || ln -sf .within "$1/bin/$program"
  done
}
