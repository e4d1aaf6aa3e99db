# shellcheck shell=bash
# Runs test projects and counts what came of them. Part of ./dev.

# The longest test builds an image's programs; when none has begun or ended for so long, one hangs.
longest_silence=10m

# run_projects PROJECT...: two at a time; most tests wait more than they compute, so two share the processor well. (Three
# take a fifth less time, until a slow machine lets what has a limit of time run into it.) The last line counts all.
run_projects() {
  local results=$root/.run/test running=0 project passed=0 failed=0 ok bad
  mkdir -p "$results"
  trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
  for project in "$@"; do
    rm -rf "${results:?}/$(basename "$project")"{,.log,.counts}
    if [[ $((running++)) -ge 2 ]]; then wait -n || true; fi
    run_tests "$project" "$results/$(basename "$project")" &
  done
  wait
  trap - INT TERM

  for project in "$@"; do
    # Without counts, what was to count them was killed.
    read -r ok bad <"$results/$(basename "$project").counts" || { ok=0 bad=1; }
    passed=$((passed + ok))
    failed=$((failed + bad))
  done
  say "$passed passed, $failed failed"
  [[ $failed -eq 0 ]]
}

# run_tests PROJECT RESULTS: leaves RESULTS.log and, in RESULTS.counts, "PASSED FAILED".
run_tests() {
  local name log=$2.log outcome=0 counts ok bad skipped runner
  name=$(basename "$1")
  # Programs that live for seconds: less of their code is compiled a second time, for a speed that pays back in minutes.
  # A test that hangs is named by the runner, which ends then, and outlives it: so the runner has a group of its own.
  DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=400 setsid dotnet test "$1" --no-build --configuration "$configuration" \
    -nologo --logger "trx;LogFileName=results.trx" --results-directory "$2" \
    --blame-hang-timeout "$longest_silence" --blame-hang-dump-type none </dev/null >"$log" 2>&1 &
  runner=$!
  trap 'kill -- "-$runner"' TERM
  wait "$runner" || outcome=$?
  kill -KILL -- "-$runner" 2>/dev/null || true
  counts=$(trx_counts "$2/results.trx")
  read -r ok bad skipped <<<"$counts"
  # A runner that ended badly without naming a failed test crashed; one that ran nothing proves nothing.
  if [[ $bad -gt 0 ]]; then
    say "$name: $ok passed, $bad failed (${log#"$root"/})
$(grep -E '^ +Failed ' "$log" | head -n 50 || true)"
  elif [[ $outcome -ne 0 ]]; then
    bad=1
    say "$name: $ok passed, then the runner ended with $outcome, counted as 1 failed (${log#"$root"/})
$(sed -n '/^The test running when/,/^$/p' "$log" | sed -n 's/^Mail/  Hung or crashed Mail/p')"
  elif [[ $ok -eq 0 ]]; then
    bad=1
    say "$name: ran no test, counted as 1 failed (${log#"$root"/})"
  elif [[ $skipped -gt 0 ]]; then
    say "$name: $ok passed, $skipped skipped
$(sed -n 's/^\[xUnit.net [^]]*\] \{7\}\([^ ].*\)/  Skipped: \1/p' "$2/results.trx" | sort -u)"
  else
    say "$name: $ok passed"
  fi
  echo "$ok $bad" >"$2.counts"
}

# "PASSED FAILED SKIPPED" of a trx file; zeros when there is none. Whatever was executed and did not pass has failed; what
# was skipped was not executed (the counter of that name stays 0 whatever is skipped).
trx_counts() {
  local counters total=0 executed=0 passed=0
  counters=$(grep -o '<Counters [^>]*>' "$1" 2>/dev/null | head -n 1 || true)
  [[ $counters =~ \ total=\"([0-9]+)\" ]] && total=${BASH_REMATCH[1]}
  [[ $counters =~ \ executed=\"([0-9]+)\" ]] && executed=${BASH_REMATCH[1]}
  [[ $counters =~ \ passed=\"([0-9]+)\" ]] && passed=${BASH_REMATCH[1]}
  echo "$passed $((executed - passed)) $((total - executed))"
}
