#!/usr/bin/env bash
# Runs the blocks of docs/tutorial.md as they stand there, on ports of its own, and checks the dates that come out by a rule
# that shares nothing with the server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rm -rf target/tutorial
mkdir -p target/tutorial
blocks=target/tutorial/blocks
port=$((20000 + RANDOM % 20000))
export SERVER_PORT=$port MANAGEMENT_SERVER_PORT=$((port + 1))
{
  echo 'set -euo pipefail; trap '\''kill "${SERVER:-}" 2>/dev/null || true'\'' EXIT'
  # What is built already need not be built again.
  sed -n '/^```sh$/,/^```$/{/^```/!p}' docs/tutorial.md | sed "s/localhost:8080/localhost:$port/g; /mvnw package/d"
} >"$blocks"
bash "$blocks" </dev/null | tee target/tutorial/output

fail() { echo "NOT $1" >&2; exit 1; }
tries=0
while curl -s -o /dev/null "http://localhost:$port/openapi.yaml"; do
  ((++tries < 100)) || fail 'ended'
  sleep 0.3
done
grep -q '200,000 inserted, 0 updated, 0 unchanged, 0 rejected' target/tutorial/output || fail 'imported'
grep -q 'STOPPED' target/tutorial/output || fail 'stopped'
changed=$(($(wc -l <target/tutorial/changed.csv) - 1))
((changed > 0 && changed < 200000)) || fail "stopped halfway: $changed charges changed"
awk -F, '
  NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; id = column["Id"]; date = column["OriginalOrderDate"]; next }
  { number = substr($id, 8) + 0; first = number - number % 4
    if (substr($date, 1, 10) != sprintf("2025-%02d-01", 1 + first % 12)) { print "NOT " $0 > "/dev/stderr"; exit 1 } }
  END { if (NR != 200001) { print "NOT 200,000 rows: " NR - 1 > "/dev/stderr"; exit 1 } }' target/tutorial/corrected.csv
echo "ok: stopped after $changed of 200,000 charges; all dates are right at the end"
