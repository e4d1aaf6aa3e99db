#!/usr/bin/env bash
# Prepares a Dokku server (0.38.13 or newer) for Mail Dispatcher. Run it there, as root; run it again whenever you like:
# it looks first, prints what is missing, and does only that. Deploying is `git push`, see README.md beside this file.
set -euo pipefail

app=mail
service=rabbitmq
network=mail-ops
monitoring=true
dry_run=false
assume_yes=false
settings_file=''
# The one of docker-compose.yml.
broker_image=4.3.5-management
# Where Dokku keeps what storage:create makes.
storage=${DOKKU_STORAGE:-/var/lib/dokku/data/storage}
image_user=1654
stop_seconds=60 # above the 30 s that the daemon takes at most to settle what is in hand

usage() {
  cat <<END
usage: setup.sh [--settings FILE] [--app NAME] [--service NAME] [--network NAME] [--no-monitoring] [--dry-run] [--yes]

  --settings FILE   lines NAME=value for the app; what is not in it and not yet set is asked for
  --app NAME        the dispatcher's app (default $app)
  --service NAME    the RabbitMQ service (default $service)
  --network NAME    the network over which Prometheus reaches the others (default $network)
  --no-monitoring   no Prometheus, Alertmanager and Grafana
  --dry-run         print what would be done, do nothing
  --yes             do it without asking
END
}

say() { printf '%s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

while [[ $# -gt 0 ]]; do
  case $1 in
    --settings | --app | --service | --network)
      [[ $# -ge 2 ]] || fail "$1 needs a value."
      case $1 in
        --settings) settings_file=$2 ;;
        --app) app=$2 ;;
        --service) service=$2 ;;
        --network) network=$2 ;;
      esac
      shift 2
      ;;
    --no-monitoring) monitoring=false; shift ;;
    --dry-run) dry_run=true; shift ;;
    --yes) assume_yes=true; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

command -v dokku >/dev/null || fail "no dokku here; run this on the Dokku server (https://dokku.com/docs/getting-started/installation)."
# Before 0.38.13 storage:mount can't be repeated.
[[ $(dokku version 2>/dev/null) =~ ([0-9]+)\.([0-9]+)\.([0-9]+) ]] || fail "dokku version says no version."
((BASH_REMATCH[1] * 1000000 + BASH_REMATCH[2] * 1000 + BASH_REMATCH[3] >= 38013)) || fail "Dokku ${BASH_REMATCH[0]} is too old; 0.38.13 or newer is needed."
[[ -z $settings_file || -r $settings_file ]] || fail "can't read $settings_file."

# --- the plan: each step is its own command line, shown as it is unless it holds a value ---
steps=()
shown=()
plan() {
  local line
  printf -v line '%q ' "$@"
  steps+=("$line")
  shown+=("${line% }")
}
plan_setting() { # APP NAME VALUE: encoded, because a value may hold anything; masked, because it may be private
  local line
  printf -v line '%q ' dokku config:set --no-restart --encoded "$1" "$2=$(printf '%s' "$3" | base64 -w0)"
  steps+=("$line")
  shown+=("dokku config:set --no-restart --encoded $1 $2=(not shown)")
}
# plan_secret APP USER FILE NAME VALUE: a file that the app's user alone can read, and the setting NAME that says where it
# is. Arguments of a process can be read by everybody on the server, so no secret is one; writing is the shell's own work.
plan_secret() {
  local line
  printf -v line '%q ' write_secret "$storage/$1-secrets/$3" "$2" "$5"
  steps+=("$line")
  shown+=("write $storage/$1-secrets/$3 (not shown)")
  [[ $(dokku config:get "$1" "$4" 2>/dev/null || true) == "/run/secrets/$3" ]] || plan_setting "$1" "$4" "/run/secrets/$3"
}
write_secret() { # FILE USER VALUE
  (umask 077 && printf '%s' "$3" >"$1.new") && chown "$2" "$1.new" && chmod 0400 "$1.new" && mv "$1.new" "$1"
}
# plan_storage APP NAME USER DIRECTORY
plan_storage() {
  plan dokku storage:create "$2" --chown "$3"
  plan dokku storage:mount "$1" "$2" --container-dir "$4"
}
have() { dokku "$@" >/dev/null 2>&1; }

plan_plugin() {
  have plugin:installed rabbitmq || plan dokku plugin:install https://github.com/dokku/dokku-rabbitmq.git --name rabbitmq
}

plan_network() {
  have network:exists "$network" || plan dokku network:create "$network"
}

# Nothing of the broker is exposed: the app reaches it by its link, Prometheus over the network.
plan_service() {
  have rabbitmq:exists "$service" || plan dokku rabbitmq:create "$service" --image-version "$broker_image" --post-create-network "$network"
}

# plan_app NAME DOCKERFILE: what every app of ours has.
plan_app() {
  have apps:exists "$1" || plan dokku apps:create "$1"
  plan dokku builder:set "$1" selected dockerfile
  plan dokku builder-dockerfile:set "$1" dockerfile-path "$2"
  plan dokku git:set "$1" deploy-branch main
  plan dokku network:set "$1" attach-post-create "$network"
  plan dokku network:set "$1" bind-all-interfaces false
  plan dokku proxy:disable "$1"
  plan dokku logs:set "$1" max-size 20m
  plan dokku ps:set "$1" stop-timeout-seconds "$stop_seconds"
}

plan_dispatcher() {
  plan_app "$app" dokku/Dockerfile
  plan dokku app-json:set "$app" appjson-path dokku/app.json
  plan dokku ps:set "$app" procfile-path dokku/Procfile
  plan dokku resource:limit --memory 512 --process-type worker "$app"
  plan_storage "$app" "$app-secrets" "$image_user" /run/secrets
  # The alias makes the variable's name QUEUE_SERVICE_URL.
  have rabbitmq:linked "$service" "$app" || plan dokku rabbitmq:link "$service" "$app" --alias QUEUE_SERVICE --no-restart
}

# plan_monitor NAME USER DIRECTORY: one of the three that keep data. Two of one would share it during a deploy, so the
# old one stops first.
plan_monitor() {
  plan_app "$1" "dokku/$1/Dockerfile"
  plan_storage "$1" "$1" "$2" "$3"
  plan dokku checks:disable "$1" web
}

declare -A given=()
read_settings() {
  local line number=0
  [[ -n $settings_file ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    [[ -n $line && $line != \#* ]] || continue
    [[ $line =~ ^([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] || fail "$settings_file, line $number: not of the form NAME=value."
    given[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
  done <"$settings_file"
}

# What is secret, its file, and the setting that says where the file is.
declare -A secret_files=([SENDINBLUE_API_KEY]=sendinblue-api-key [Ops__Token]=ops-token [Queue__Password]=queue-password)
declare -A secret_settings=(
  [SENDINBLUE_API_KEY]=SENDINBLUE_API_KEY_FILE [Ops__Token]=Ops__TokenFile [Queue__Password]=Queue__PasswordFile
)

# ask NAME QUESTION: unless the file or the server has it.
ask() {
  local answer
  [[ -z ${given[$1]:-} && ! -s $storage/$app-secrets/${secret_files[$1]} ]] || return 0
  ! have config:get "$app" "$1" || return 0
  [[ -t 0 ]] || fail "$1 is missing; put it into a file and name that with --settings."
  read -rsp "$2: " answer
  say
  [[ -n $answer ]] || fail "$1 is needed."
  given[$1]=$answer
}

plan_settings() {
  local name file
  read_settings
  ask SENDINBLUE_API_KEY "The provider's API key (xkeysib-...), not shown while you type"
  for name in "${!given[@]}"; do
    file=${secret_files[$name]:-}
    if [[ -n $file ]]; then
      [[ $(cat "$storage/$app-secrets/$file" 2>/dev/null) == "${given[$name]}" ]] ||
        plan_secret "$app" "$image_user" "$file" "${secret_settings[$name]}" "${given[$name]}"
    elif [[ $(dokku config:get "$app" "$name" 2>/dev/null || true) != "${given[$name]}" ]]; then
      plan_setting "$app" "$name" "${given[$name]}"
    fi
  done
}

plan_grafana_password() {
  plan_storage grafana grafana-secrets 472 /run/secrets
  [[ -s $storage/grafana-secrets/admin-password ]] ||
    plan_secret grafana 472 admin-password GF_SECURITY_ADMIN_PASSWORD__FILE "$(head -c 24 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')"
}

plan_plugin
plan_network
plan_service
plan_dispatcher
plan_settings
if $monitoring; then
  # The users are those of the images.
  plan_monitor prometheus 65534 /prometheus
  plan_monitor alertmanager 65534 /alertmanager
  # Where its configuration looks for the mail relay's password and the pager's token.
  plan_storage alertmanager alertmanager-secrets 65534 /etc/alertmanager/secrets
  plan_monitor grafana 472 /var/lib/grafana
  plan_grafana_password
fi

say "This will be done, in this order:"
printf '  %s\n' "${shown[@]}"
if $dry_run; then
  say "Nothing was done (--dry-run)."
  exit 0
fi
if ! $assume_yes && [[ -t 0 ]]; then
  read -rp "Go on? [y/N] " answer
  [[ $answer == [yY]* ]] || fail "nothing was done."
fi
for index in "${!steps[@]}"; do
  eval "${steps[$index]}" </dev/null || fail "this failed, and nothing after it was done: ${shown[$index]}"
done

say
say "Ready. From your clone of the repository:"
say "  git remote add dokku dokku@$(hostname -f 2>/dev/null || hostname):$app && git push dokku main"
if $monitoring; then
  for monitor in prometheus alertmanager grafana; do
    say "  git push dokku@$(hostname -f 2>/dev/null || hostname):$monitor main"
  done
fi
