-- Takes a slice of calls out of all windows of a tenant at once where all of them have room, else none. One statement:
-- it locks the rows, always in the same order, and whichever node comes second counts on from the first.
-- The slice shrinks to a single call where little is left, so that nodes hold back little from each other. A window that
-- is over starts anew. The clock is the database's, read behind the locks.
with stored as (
    select seconds, started_on, calls
    from call_window
    where tenant_id = :tenantId
    order by seconds
    for no key update
),
clock as materialized (
    select count(*) as locked, clock_timestamp() as now
    from stored
),
running as (
    select seconds,
           ceiling.calls - counted.calls as room,
           counted.calls,
           counted.started_on,
           counted.started_on + make_interval(secs => seconds) - clock.now as rest,
           ceiling.calls as ceiling
    from stored
    join unnest(cast(:seconds as integer[]), cast(:ceilings as bigint[])) as ceiling (seconds, calls) using (seconds)
    cross join clock
    cross join lateral (
        select case when running then stored.started_on else clock.now end as started_on,
               case when running then stored.calls else 0 end as calls
        from (select stored.started_on + make_interval(secs => stored.seconds) > clock.now as running) as state
    ) as counted
),
slice as (
    select min(case when room <= 0 then 0
                    else least(:atMost, greatest(1, least(ceiling / 500, room / 100))) end) as calls
    from running
)
update call_window as stored
set started_on = running.started_on, calls = running.calls + slice.calls
from running cross join slice
where stored.tenant_id = :tenantId and stored.seconds = running.seconds
returning stored.seconds, stored.calls, slice.calls as slice,
          cast(extract(epoch from running.rest) * 1000000 as bigint) as micros_left
