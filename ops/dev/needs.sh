# shellcheck shell=bash
# What must be on the machine: read from the list in ops/dev/programs. Part of ./dev.

#: needs [FOR...]             the programs that the commands and test projects start, and which of them are missing here
command_needs() {
  local program package users missing=0 mark
  printf '%-44s %-24s %s\n' program package for
  while read -r program package users; do
    [[ $# -eq 0 ]] || is_for "$users" "$@" || continue
    if has_program "$program"; then mark=''; else mark='   MISSING' missing=1; fi
    printf '%-44s %-24s %s%s\n' "$program" "$package" "$users" "$mark"
  done < <(programs)
  [[ $missing -eq 0 ]]
}

programs() { grep -v -e '^#' -e '^$' "$root/ops/dev/programs"; }

# is_for "USERS" NAME...: whether one of the names is among the users.
is_for() {
  local name
  for name in "${@:2}"; do
    [[ " $1 " != *" $name "* ]] || return 0
  done
  return 1
}

has_program() {
  case $1 in
    rabbitmq:*) rabbitmq "${1#*:}" >/dev/null ;;
    python3:*) /usr/bin/python3 -c "import ${1#*:}" 2>/dev/null ;;
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# need FOR...: installs the packages of what is missing for these commands and test projects, or ends with their names.
need() {
  local program package users absent=() packages=()
  while read -r program package users; do
    if ! is_for "$users" "$@" || has_program "$program"; then continue; fi
    absent+=("${program#*:}")
    [[ " ${packages[*]} " == *" $package "* ]] || packages+=("$package")
  done < <(programs)
  [[ ${#packages[@]} -gt 0 ]] || return 0
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
    fail "missing: ${absent[*]}. Install them (Debian, Ubuntu: apt-get install ${packages[*]}), then run this again."
  fi
  install_packages "${packages[@]}"
  while read -r program package users; do
    ! is_for "$users" "$@" || has_program "$program" ||
      fail "$package is installed, but not its ${program#*:}${RABBITMQ_BIN:+ (RABBITMQ_BIN is $RABBITMQ_BIN)}."
  done < <(programs)
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET SDK ($(grep -o '"version": "[^"]*"' "$root/global.json")) is missing: https://dotnet.microsoft.com/download"
  need build
}

need_root() {
  [[ $(id -u) -eq 0 ]] || fail "$1 needs root."
}

install_packages() {
  say "installing $*"
  local log=$root/.run/install-$1.log
  mkdir -p "$root/.run"
  # Run level 1 keeps a package from starting a system-wide service.
  if ! { apt-get -o DPkg::Lock::Timeout=300 update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    fail "$* could not be installed; the whole log is in ${log#"$root"/}."
  fi
}
