# shellcheck shell=bash
# The image, built from dokku/Dockerfile and really run, on a machine that has no Docker. Part of ./dev.

#: image                      builds the dispatcher's image and runs it as it is meant to run: read-only, without rights, as
#:                            PID 1, and to its end; as root, with buildah and podman, and base images made from Debian
command_image() {
  need_root "building images"
  need_dotnet
  need image
  local images=$root/.run/images dotnet
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$images"
  export STORAGE_DRIVER=vfs CONTAINERS_STORAGE_CONF=$images/storage.conf
  printf '[storage]\ndriver = "vfs"\nrunroot = "%s"\ngraphroot = "%s"\n' "$images/run" "$images/store" >"$images/storage.conf"
  [[ -d $cache/image-base ]] || make_debian bookworm "$cache/image-base" \
    libicu72 libssl3 libstdc++6 zlib1g tzdata ca-certificates
  # The real bases can't be fetched on every machine; ours bear their names, but no digest that would say they are the real ones.
  sed 's|@sha256:[0-9a-f]*||' dokku/Dockerfile >"$images/Dockerfile"
  make_base sdk "$dotnet"
  make_base aspnet "$dotnet"
  say "building; takes some minutes"
  buildah bud --isolation chroot --network host --pull-never --file "$images/Dockerfile" --tag mail-dispatcher-try "$root" \
    >"$images/build.log" 2>&1 || fail "the image could not be built here: ${images#"$root"/}/build.log: $(tail -n 1 "$images/build.log")"
  run_image
}

# make_base KIND SDK: under the name by which the Dockerfile asks for it.
make_base() {
  local name folder=$root/.run/images/base
  name=$(sed -n "s|^FROM \(.*/$1:[^ ]*\).*|\1|p" "$root/.run/images/Dockerfile" | head -n 1)
  ! "${podman_here[@]}" image exists "$name" || return 0
  say "making a base image in the place of $name"
  (
    trap 'rm -rf "${folder:?}"' EXIT
    mkdir -p "$folder"
    cp -a "$cache/image-base/." "$folder/"
    mkdir -p "$folder/usr/share/dotnet"
    # The runtime image has no SDK in it.
    if [[ $1 == sdk ]]; then
      cp -a "$2/." "$folder/usr/share/dotnet/"
      cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/ca-certificates.crt"
    else
      cp -a "$2/dotnet" "$2/host" "$2/shared" "$folder/usr/share/dotnet/"
    fi
    ln -sf ../share/dotnet/dotnet "$folder/usr/bin/dotnet"
    tar --create --one-file-system --directory "$folder" . |
      "${podman_here[@]}" import --change 'ENV DOTNET_ROOT=/usr/share/dotnet' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
        - "$name" >/dev/null 2>"$root/.run/images/$1.log"
  ) || fail "no base image could be made in the place of $name."
}

# podman without the cgroups that a machine inside a machine does not have. Functions can't be started in the background.
# shellcheck disable=SC2016 # the inner shell expands it
podman_here=(unshare --mount --propagation private bash -c '
  [[ ! -d /sys/fs/cgroup/unified ]] || umount /sys/fs/cgroup/unified 2>/dev/null || true
  exec podman --cgroup-manager cgroupfs "$@"' bash)

# run_image: with a broker and a sandbox of its own; what is asserted is said.
run_image() {
  local port sandbox page id live code
  run=$root/.run/images/try
  rm -rf "$run"
  mkdir -p "$run"
  stop_at_exit
  [[ -x $(program Sandbox) ]] || command_build
  port=$(free_port) sandbox=$(free_port) page=$(free_port)
  start broker "$root/dev" broker --dir "$run/broker" --port "$port"
  wait_for broker bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
  Sandbox__Port=$sandbox start sandbox "$(program Sandbox)"
  wait_for sandbox http_get "$sandbox" /health
  id=mail-dispatcher-try-$$
  # Its layers are copied, not shared: a busy disk takes minutes.
  local patience=1500
  start container "${podman_here[@]}" run --name "$id" --network host --read-only --cap-drop ALL --security-opt no-new-privileges \
    --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --cgroups disabled --log-driver none \
    --env "QUEUE_SERVICE_URL=amqp://guest:guest@127.0.0.1:$port/" --env "SENDINBLUE_URL=http://127.0.0.1:$sandbox/v3" \
    --env SENDINBLUE_API_KEY=xkeysib-sandbox --env "Ops__Port=$page" localhost/mail-dispatcher-try
  wait_for container http_get "$page" /health/live
  wait_for container grep -q 'Active: ' "$run/container.log"
  say "it runs read-only, without capabilities, and dispatches"
  live=$("${podman_here[@]}" exec "$id" ./consumer health --live) || fail "its health check fails: $live"
  say "its health check says: $live"
  "${podman_here[@]}" kill --signal TERM "$id" >/dev/null
  wait "${started[-1]}" && code=0 || code=$?
  "${podman_here[@]}" rm --force "$id" >/dev/null 2>&1 || true
  [[ $code -eq 0 ]] || fail "it ended with $code after SIGTERM: .run/images/try/container.log"
  say "SIGTERM: it ended with 0"
}
