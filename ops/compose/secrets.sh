#!/usr/bin/env bash
# Makes the files in secrets/ that docker-compose.yml reads: a random password for each account, and a key that only the
# sandbox takes. What is there already stays as it is; a secret is rotated by deleting its file and running this again.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

# The folder keeps others out; a container's user, whom nobody here knows, must be able to read the file itself.
mkdir -p secrets
chmod 0700 secrets

make() { # NAME VALUE
  if [[ -s secrets/$1 ]]; then
    echo "secrets/$1: kept"
  else
    printf '%s' "$2" >"secrets/$1"
    echo "secrets/$1: made"
  fi
  chmod 0444 "secrets/$1"
}
random() { head -c 32 /dev/urandom | base64 | tr -dc 'A-Za-z0-9'; }

make publisher-password "$(random)"
make dispatcher-password "$(random)"
make monitor-password "$(random)"
make ops-token "$(random)"
make grafana-admin-password "$(random)"
make sendinblue-api-key xkeysib-sandbox
# Where alerts go: put the real ones in before they are needed.
make smtp-password unset
make webhook-token unset
