# shellcheck shell=bash
# Private RabbitMQ nodes on 127.0.0.1: one, or a cluster of several. Part of ./dev.

#: broker --dir DIR --port PORT [--management PORT] [--metrics PORT] [--plugin NAME] [--version 3|4]
#:                            a private RabbitMQ on 127.0.0.1 in the foreground; its data, log and pid file go to DIR
#: broker --dir DIR --cluster 3 [--version 3|4]
#:                            three nodes in DIR/1 to DIR/3; or --cluster PORT,PORT,PORT, and with --node N that one alone
#: broker --version 4         makes the RabbitMQ 4 of Debian 13 (once; as root) and tells where it is
command_broker() {
  local dir='' port='' management='' metrics='' plugin='' cluster='' node='' version=''
  while [[ $# -gt 0 ]]; do
    [[ $# -ge 2 ]] || usage "broker: $1 needs a value."
    case $1 in
      --dir) dir=$2 ;;
      --port) port=$2 ;;
      --management) management=$2 ;;
      --metrics) metrics=$2 ;;
      --plugin) plugin=$2 ;;
      --cluster) cluster=$2 ;;
      --node) node=$2 ;;
      --version) version=$2 ;;
      *) usage "broker: unknown option $1." ;;
    esac
    shift 2
  done
  [[ -z $version ]] || use_broker_version "$version"
  if [[ -n $version && -z $dir$port$cluster ]]; then
    need broker
    say "RabbitMQ $version: RABBITMQ_BIN=$(dirname "$(rabbitmq rabbitmq-server)")"
    return
  fi
  [[ -n $dir ]] || usage "broker needs --dir DIR."
  [[ -n $cluster || -n $port ]] || usage "broker needs --port PORT or --cluster 3."
  [[ -z $cluster || -z $port$metrics ]] || usage "broker: --cluster takes neither --port nor --metrics."
  [[ -z $cluster || -n $node || -z $management ]] || usage "broker: --management is for one node alone."
  [[ -z $node || -n $cluster ]] || usage "broker: --node is for a node of a --cluster."
  need broker
  mkdir -p "$dir"
  dir=$(readlink -f "$dir")
  if [[ -z $cluster ]]; then
    run_node "$dir" "$dir" "$port"
    return
  fi
  local ports
  IFS=' ' read -ra ports <<<"$(cluster_ports "$dir" "$cluster")"
  if [[ -n $node ]]; then
    [[ $node =~ ^[1-9]$ && $node -le ${#ports[@]} ]] || usage "broker: --node is a number from 1 to ${#ports[@]}."
    run_node "$dir" "$dir/$node" "${ports[node - 1]}" "${ports[@]}"
  else
    run_cluster "$dir" "${ports[@]}"
  fi
}

#: ctl --dir DIR ARGS...      rabbitmqctl for the broker in DIR
command_ctl() {
  [[ $# -ge 3 && $1 == --dir ]] || usage "ctl needs --dir DIR and the arguments of rabbitmqctl."
  local dir=$2
  shift 2
  [[ -f $dir/environment ]] || fail "no broker was started in $dir."
  # shellcheck source=/dev/null
  source "$dir/environment"
  unset RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS
  exec "$(rabbitmq rabbitmqctl)" "$@"
}

# cluster_ports DIR WHAT: the nodes' ports; WHAT is how many, or the ports. Those once chosen stay, with the data.
cluster_ports() {
  local count
  if [[ $2 =~ ^[0-9]+(,[0-9]+)+$ ]]; then
    echo "${2//,/ }"
    return
  fi
  [[ $2 =~ ^[2-9]$ ]] || usage "broker: --cluster takes a number of nodes, or their ports."
  [[ -s $1/ports ]] || for ((count = 0; count < $2; count++)); do free_port; done | paste -sd ' ' >"$1/ports"
  cat "$1/ports"
}

# run_cluster DIR PORT...: all nodes, until this is told to end.
run_cluster() {
  local dir=$1 node ended=0
  shift
  run=$dir
  stop_at_exit
  for ((node = 1; node <= $#; node++)); do
    start "node$node" "$root/dev" broker --dir "$dir" --cluster "$(IFS=,; echo "$*")" --node "$node"
  done
  for ((node = 1; node <= $#; node++)); do
    wait_for "node$node" test -e "$dir/$node/joined"
    say "node $node: amqp://guest:guest@127.0.0.1:${!node}/"
  done
  say "the cluster is up; one node again: ./dev broker --dir $dir --cluster $# --node N"
  wait "${started[@]}" || ended=$?
  return "$ended"
}

# run_node SHARED DIR PORT PEER...: in this process's place. SHARED holds what the nodes of one cluster have in common.
# Reads the variables management, metrics and plugin.
run_node() {
  local shared=$1 dir=$2 port=$3 names distribution peers=("${@:4}")
  mkdir -p "$dir/log"
  make_cookie "$shared/.erlang.cookie"
  [[ $dir == "$shared" ]] || install -m 400 "$shared/.erlang.cookie" "$dir/.erlang.cookie"
  names=$(names_port "$shared" "$dir")
  distribution=$(free_port)
  write_configuration "$dir" "$port" "${peers[@]}"
  cat >"$dir/environment" <<END_OF_FILE
export HOME='$dir'
export ERL_EPMD_PORT=$names ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_NODENAME=mail-$port@localhost
export RABBITMQ_DIST_PORT=$distribution
export RABBITMQ_CONF_ENV_FILE='$dir/none' RABBITMQ_CONFIG_FILE='$dir/rabbitmq.conf' RABBITMQ_ADVANCED_CONFIG_FILE='$dir/none'
export RABBITMQ_ENABLED_PLUGINS_FILE='$dir/enabled_plugins'
export RABBITMQ_MNESIA_BASE='$dir/data' RABBITMQ_LOG_BASE='$dir/log' RABBITMQ_LOGS='$dir/log/broker.log'
export RABBITMQ_PID_FILE='$dir/pid'
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+Bd -kernel inet_dist_use_interface {127,0,0,1}${peers:+ -kernel net_ticktime 10}'
export RABBITMQ_BIN='${RABBITMQ_BIN:-}' LC_ALL=C.UTF-8
END_OF_FILE
  # shellcheck source=/dev/null
  source "$dir/environment"
  # The broker takes this process's place, so this is its id; whoever looks after the name server waits for its end.
  echo "$$" >"$dir/process"
  serve_names "$shared" "$names" </dev/null >/dev/null 2>&1 &
  if [[ ${#peers[@]} -gt 0 && ! -e $dir/joined ]]; then
    join "$shared" "$dir" "$port" "${peers[0]}" </dev/null >"$dir/log/join.log" 2>&1 &
  fi
  say "broker: amqp://guest:guest@127.0.0.1:$port${management:+, page: http://127.0.0.1:$management}, log: $dir/log"
  # Told that a service manager looks after it, the start script execs the broker instead of guarding it.
  export RUNNING_UNDER_SYSTEMD=true
  exec "$(rabbitmq rabbitmq-server)" >>"$dir/log/console.log" 2>&1
}

# join SHARED DIR PORT FIRST: once the node is up, and one after the other. The brokers' own discovery takes 4.0 a minute
# here, which is why it isn't used.
join() {
  local ctl shared=$1 dir=$2 port=$3 first=$4
  ctl=$(rabbitmq rabbitmqctl)
  unset RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS
  until "$ctl" await_startup --timeout 300; do sleep 1; done
  if [[ $port != "$first" ]]; then
    until [[ -e $shared/1/joined ]]; do sleep 0.3; done
    (
      flock 9
      "$ctl" stop_app && "$ctl" join_cluster "mail-$first@localhost" && "$ctl" start_app && "$ctl" await_startup --timeout 300
    ) 9>"$shared/join.lock"
  fi
  touch "$dir/joined"
}

# A cookie of its own: nothing is shared with another broker on this machine. Nodes that start together make one.
make_cookie() {
  (
    flock 9
    if [[ ! -s $1 ]]; then
      (umask 077 && head -c 30 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' >"$1")
      chmod 400 "$1"
    fi
  ) 9>"$1.lock"
}

# names_port SHARED DIR: the port of the name server; the nodes of a cluster have one, which stays.
names_port() {
  if [[ $1 == "$2" ]]; then
    free_port
    return
  fi
  (
    flock 9
    [[ -s $1/names ]] || free_port >"$1/names"
    cat "$1/names"
  ) 9>"$1/names.lock"
}

# serve_names SHARED PORT: Erlang's name server on a port of its own, ended when no node has run for 3 s, however they went.
# When another one has the port this one ends by itself.
serve_names() {
  local server idle=0 file
  "$(rabbitmq epmd || command -v epmd)" -address 127.0.0.1 -port "$2" &
  server=$!
  while runs "$server" && [[ $idle -lt 10 ]]; do
    sleep 0.3
    idle=$((idle + 1))
    for file in "$1"/process "$1"/*/process; do
      if [[ -s $file ]] && runs "$(cat "$file")"; then idle=0; fi
    done
  done
  kill "$server"
}

# write_configuration DIR PORT PEER...: the node's own configuration and plugins.
write_configuration() {
  local dir=$1 port=$2 plugins=()
  shift 2
  [[ -z $management ]] || plugins+=(rabbitmq_management)
  [[ -z $metrics ]] || plugins+=(rabbitmq_prometheus)
  [[ -z $plugin ]] || plugins+=("$plugin")
  (
    IFS=,
    echo "[${plugins[*]}]." >"$dir/enabled_plugins"
  )
  {
    say "listeners.tcp.1 = 127.0.0.1:$port"
    say "disk_free_limit.absolute = 10MB"
    say "log.console = false"
    if [[ -n $management ]]; then
      say "management.tcp.ip = 127.0.0.1"
      say "management.tcp.port = $management"
    fi
    if [[ -n $metrics ]]; then
      say "prometheus.tcp.ip = 127.0.0.1"
      say "prometheus.tcp.port = $metrics"
    fi
    if [[ $# -gt 0 ]]; then say "cluster_partition_handling = pause_minority"; fi
  } >"$dir/rabbitmq.conf"
}

# Whether a process runs; one that has ended and that nobody has asked about yet does not.
runs() {
  local state
  state=$(cat "/proc/$1/stat" 2>/dev/null) && [[ $state != *') Z '* ]]
}

# The programs themselves, not Debian's wrappers in /usr/sbin: those change to a system account and its directories.
rabbitmq() {
  local dir
  for dir in "${RABBITMQ_BIN:-}" /usr/lib/rabbitmq/bin /opt/rabbitmq/sbin /usr/local/sbin; do
    if [[ -n $dir && -x $dir/$1 ]]; then
      echo "$dir/$1"
      return
    fi
  done
  return 1
}

# A port nobody listens on, below those the system gives to outgoing connections.
free_port() {
  local port
  while true; do
    # Browsers refuse to open 10080.
    port=$((10100 + RANDOM % 21900))
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}
