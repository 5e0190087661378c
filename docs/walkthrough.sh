#!/usr/bin/env bash
# The whole story with curl alone, against the real jar on its own embedded PostgreSQL: token, create, stop, stop again,
# create again, complete, stop too late. Then psql proves the rows by a query that shares nothing with the engine.
#
#   docs/walkthrough.sh [CHARGES]      needs curl, psql and ./mvnw package before it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

charges=${1:-300000}
work=$(mktemp -d)
jars=(server/target/booking-date-backfill-server-*.jar)
[[ -f ${jars[0]} ]] || { echo "no server jar: run ./mvnw package first" >&2; exit 2; }

java -jar "${jars[0]}" --server.port=0 --management.server.port=0 --bookingdate.demo.charges="$charges" --bookingdate.data-dir="$work/data" \
  >"$work/log" 2>&1 &
server=$!
finish() {
  local status=$?
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  ((status == 0)) || { echo "FAILED; the end of the server's log:" >&2; tail -n 40 "$work/log" >&2; }
  rm -rf "$work"
}
trap finish EXIT

passed=0
pass() { passed=$((passed + 1)); printf '  ok  %s\n' "$1"; }
fail() { printf '  NOT %s\n' "$1" >&2; exit 1; }
same() { [[ $2 == "$3" ]] && pass "$1: $2" || fail "$1: $2, expected $3"; }

# One member of a JSON answer: enough for answers whose members have names of their own.
member() { sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\).*/\1/p'; }
call() { # METHOD PATH [curl options]: the body goes to $body, the status to $status
  local method=$1 path=$2
  shift 2
  status=$(curl -s -o "$work/body" -w '%{http_code}' -X "$method" "$address$path" "$@")
  body=$(<"$work/body")
}
get_member() { call GET "$jobs/$1" -H "Authorization: Bearer $token"; member "$2" <<<"$body"; }
poll() { # SECONDS WHAT COMMAND...: until the command succeeds
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < end)) || fail "$what within the time"
    kill -0 "$server" || fail "the server runs"
    sleep 0.1
  done
}
sql() {
  PGPASSWORD=$(<"$work/data/password") psql -X -q -t -A -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(sed -n 4p "$work/data/cluster/postmaster.pid")" -U bookingdate -d bookingdate -c "$1"
}
fingerprint() { sql "select md5(string_agg(charge_id || coalesce(booking_date::text, ''), ',' order by charge_key)) from rate_plan_charge"; }

echo "The server starts with $charges demo charges"
started() { address=$(sed -n 's/^The demo runs on \(http:[^ ]*\).*/\1/p' "$work/log"); [[ -n $address ]]; }
poll 120 "the server is ready" started
jobs=/v1/uno/data-backfill/bookingdate/jobs
pass "it runs on $address"

echo "A token"
call POST /oauth/token -d grant_type=client_credentials \
  -d client_id=00000000-0000-4000-8000-000000000001 -d client_secret=demo-secret
same "status" "$status" 200
token=$(member access_token <<<"$body")

echo "A job is created and moves"
call POST $jobs -H "Authorization: Bearer $token"
same "status" "$status" 200
first=$(member jobId <<<"$body")
moves() { [[ $(get_member "$first" progress) != 0.00% ]]; }
poll 60 "progress moves" moves
pass "progress: $(get_member "$first" progress)"

echo "It is stopped"
stop() { call PUT "$jobs/$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"status":"Stopping"}'; }
stop "$first"
same "status" "$status" 200
same "success" "$(member success <<<"$body")" true
stopped() { [[ $(get_member "$first" status) == STOPPED ]]; }
poll 10 "STOPPED" stopped
pass "at rest at $(get_member "$first" progress)"

echo "No further row changes"
before=$(fingerprint)
sleep 1
same "fingerprint of all booking dates" "$(fingerprint)" "$before"

echo "Stopping again is answered the same"
stop "$first"
same "status" "$status" 200

echo "Another job goes on and completes"
call POST $jobs -H "Authorization: Bearer $token"
same "status" "$status" 200
second=$(member jobId <<<"$body")
completed() { [[ $(get_member "$second" status) == COMPLETED ]]; }
poll 120 "COMPLETED" completed
same "progress" "$(get_member "$second" progress)" 100.00%

echo "A stop that comes too late is refused"
stop "$second"
same "status" "$status" 409
same "code" "$(member code <<<"$body")" 50000030

echo "Every row of the job's tenant is right"
same "rows whose booking date is not the day on which their original was created" "$(sql "
  with born as (
    select entity_id, original_id,
           (array_agg(created_on order by charge_id <> original_id, created_on))[1] as born_on
    from rate_plan_charge
    where tenant_id = 1001
    group by entity_id, original_id)
  select count(*)
  from rate_plan_charge c
  join born using (entity_id, original_id)
  where c.tenant_id = 1001
    and c.booking_date::text is distinct from left((born_on at time zone 'America/Los_Angeles')::text, 10)")" 0
same "changes on record, less what the two jobs say they updated" "$(sql "
  select (select count(*) from backfill_change) - sum(records_updated) from backfill_progress")" 0

printf '%d passed, 0 failed\n' "$passed"
