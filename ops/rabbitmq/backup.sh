#!/usr/bin/env bash
# Saves what a RabbitMQ node holds (queues, journal, accounts) and puts it back. The node must be stopped: a copy of a
# running one is torn. What a backup is worth, and what is lost without one: docs/backup.md.
set -euo pipefail

usage() {
  cat >&2 <<'END'
usage: backup.sh save DATA FILE       DATA, the stopped node's data folder (/var/lib/rabbitmq/mnesia), into FILE (.tar.gz)
       backup.sh restore FILE DATA    FILE back into DATA, which must be empty or not there; the node must be stopped
       backup.sh check FILE           whether FILE is whole, and whose data it holds
END
  exit 2
}
fail() {
  printf 'backup: %s\n' "$*" >&2
  exit 1
}

# A node keeps files of its data open for as long as it runs. They are told by device and inode too: in a container, as in
# any place with mounts of its own, the same files have other names.
must_be_stopped() {
  local path=''
  local -x LC_ALL=C # join and sort agree on an order
  path=$(find /proc/[0-9]*/fd -lname "$1/*" -printf '%p\n' 2>/dev/null | head -n 1 || true)
  [[ -n $path ]] || path=$(
    join -o 2.2 <(find "$1" -type f -printf '%D:%i\n' | sort -u) \
      <(find -L /proc/[0-9]*/fd -maxdepth 1 -type f -printf '%D:%i %p\n' 2>/dev/null | sort -k 1,1) | head -n 1 || true
  )
  [[ -z $path ]] || fail "process $(cut -d / -f 3 <<<"$path") has files of $1 open; stop the node first."
}

# The folders of the nodes: RabbitMQ names them after the node, and only a node of that name finds its data again.
nodes() { tar --list --gzip --file "$1" | sed -n 's|^\./\([^/]*@[^/]*\)/$|\1|p' | sort -u; }

check() {
  sha256sum --check --status "$1.sha256" || fail "$1 is not what was saved: its checksum differs or is missing."
  [[ -n $(nodes "$1") ]] || fail "$1 holds no node's data."
}

save() {
  local data file=$2 size
  data=$(readlink -f "$1")
  compgen -G "$data/*@*/" >/dev/null || fail "$data holds no node's data."
  [[ ! -e $file ]] || fail "$file is there already."
  must_be_stopped "$data"
  # Mail requests hold people's addresses.
  umask 077
  tar --create --gzip --numeric-owner --directory "$data" --exclude ./core --file "$file.new" .
  must_be_stopped "$data"
  mv "$file.new" "$file"
  (cd "$(dirname "$file")" && sha256sum "$(basename "$file")" >"$(basename "$file").sha256")
  size=$(stat --format %s "$file")
  printf 'saved %s (%s bytes): %s\n' "$file" "$size" "$(nodes "$file" | paste -sd ' ')"
}

restore() {
  local file=$1 data=$2
  (cd "$(dirname "$file")" && check "$(basename "$file")")
  mkdir -p "$data"
  data=$(readlink -f "$data")
  must_be_stopped "$data"
  [[ -z $(ls -A "$data") ]] || fail "$data is not empty; move away what is there first, it may be the better copy."
  tar --extract --gzip --preserve-permissions --numeric-owner --directory "$data" --file "$file"
  printf 'restored %s into %s: %s\n' "$file" "$data" "$(nodes "$file" | paste -sd ' ')"
}

case ${1:-} in
  save) [[ $# -eq 3 ]] || usage; save "$2" "$3" ;;
  restore) [[ $# -eq 3 ]] || usage; restore "$2" "$3" ;;
  check)
    [[ $# -eq 2 ]] || usage
    (cd "$(dirname "$2")" && check "$(basename "$2")")
    printf '%s is whole: %s\n' "$2" "$(nodes "$2" | paste -sd ' ')"
    ;;
  *) usage ;;
esac
