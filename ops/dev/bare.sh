# shellcheck shell=bash
# The README's commands on a machine that has nothing but the SDK. Part of ./dev.

#: bare [COMMAND...]          a fresh Debian 12 with this machine's SDK and a clone of the last commit, and in it each
#:                            COMMAND of ./dev in turn (demo and test; say `bare demo "test Deploy"`); as root
command_bare() {
  local machine=$root/.run/bare given words dotnet
  [[ $# -gt 0 ]] || set -- demo test
  need_root "a bare machine in a folder"
  need_dotnet
  need bare
  [[ ! -e $machine ]] || rm -rf --one-file-system "${machine:?}"
  make_debian bookworm "$machine"
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$machine/usr/share/dotnet"
  ln -s ../share/dotnet/dotnet "$machine/usr/bin/dotnet"
  # .NET's own needs are the SDK's, not ours: its package brings them.
  sdk_libraries "$machine"
  trust_as_here "$machine"
  # In root's home, which no other user can enter: a checkout may lie there.
  git clone --quiet --no-hardlinks "$root" "$machine/root/mail-dispatcher"
  for given in "$@"; do
    read -ra words <<<"$given"
    say "--- on the bare machine: ./dev $given"
    # shellcheck disable=SC2016 # the inner shell expands them
    unshare --mount --propagation private bash -c '
      mount --rbind /dev "$1/dev" && mount --bind /proc "$1/proc" && mount --bind -o ro "$2" "$1/usr/share/dotnet" &&
        exec chroot "$1" "${@:3}"' bash "$machine" "$dotnet" \
      /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "${trust[@]}" \
      /root/mail-dispatcher/dev "${words[@]}" || fail "./dev $given failed on the bare machine, $machine."
  done
  say "--- done; $machine can be deleted"
}

# sdk_libraries DIR: what Microsoft's and Debian's packages of the SDK depend on.
sdk_libraries() {
  local log=$root/.run/bare-libraries.log
  within "$1" /usr/bin/env DEBIAN_FRONTEND=noninteractive /bin/sh -c \
    'apt-get update && apt-get install -y --no-install-recommends libicu72 libssl3 libstdc++6 zlib1g' </dev/null >"$log" 2>&1 ||
    fail "the libraries of .NET could not be installed: ${log#"$root"/}"
}

# trust_as_here DIR: a machine behind a proxy has that proxy's authority and address; both go with it, in the array trust.
trust=()
trust_as_here() {
  local name
  cp /etc/ssl/certs/ca-certificates.crt "$1/etc/machine-authorities.crt"
  trust=(SSL_CERT_FILE=/etc/machine-authorities.crt)
  for name in NUGET_CERT_REVOCATION_MODE http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [[ -z ${!name:-} ]] || trust+=("$name=${!name}")
  done
  if [[ -f $HOME/.nuget/NuGet/NuGet.Config ]]; then
    install -D -m 600 "$HOME/.nuget/NuGet/NuGet.Config" "$1/root/.nuget/NuGet/NuGet.Config"
  fi
}
