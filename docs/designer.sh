#!/usr/bin/env bash
# Measures what docs/designer.md says about time: each command five times, the median in milliseconds. Needs the desk built:
# ./mvnw -pl api -am verify -DskipTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
desk=$PWD/api/desk/target/booking-date-backfill-desk.jar
java=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto)
folder=$(mktemp -d)
watching=
finish() {
  [[ -z $watching ]] || kill "$watching" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

now() { date +%s%3N; }
median() { sort -n | sed -n 3p; }
measured() {
  for _ in 1 2 3 4 5; do
    local start
    start=$(now)
    "$@" >/dev/null
    echo $(($(now) - start))
  done | median
}

row() { printf '| %s | %s |\n' "$1" "$2"; }
row 'command, warm' 'ms'
row '---' '--:'
row '`./mvnw -o -pl api verify`' "$(measured ./mvnw -B -ntp -q -o -pl api verify)"
row '`desk check`' "$(measured "${java[@]}" -jar "$desk" check api/openapi.yaml --consumers contracts/consumers)"

# A copy, so that saves touch nothing of the repository.
mkdir "$folder/contracts"
cp -r contracts/consumers "$folder/contracts/"
mkdir "$folder/api"
cp -r api/openapi.yaml api/guide.md api/house-rules.yaml api/waivers.yaml api/paths api/components api/released "$folder/api/"
cd "$folder"
java -XX:+UseSerialGC -jar "$desk" watch api/openapi.yaml --consumers contracts/consumers >verdicts &
watching=$!
verdicts() { grep -c '^== ' verdicts || true; }
wait_for() { until (($(verdicts) > $1)); do sleep 0.005; done; }
wait_for 0
saves() {
  for i in $(seq 25); do
    local before start
    before=$(verdicts)
    start=$(now)
    if ((i % 2)); then
      sed -i "s/errorCount, progress\]/errorCount]/" api/components/schemas/job.yaml
    else
      sed -i "s/errorCount\]/errorCount, progress]/" api/components/schemas/job.yaml
    fi
    wait_for "$before"
    echo $(($(now) - start))
    sleep 0.2
  done | tail -5 | median
}
row '`desk watch`: from a save that breaks consumers, or takes that back, to the verdict' "$(saves)"
