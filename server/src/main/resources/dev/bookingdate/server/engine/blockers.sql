-- Who is in the way of our statements: of each backend the one that has been at it longest. Without the rights of pg_monitor the
-- age is known of our own role's transactions only. A prepared transaction has no process.
select distinct on (w.pid) w.pid, b.pid as blocker,
       extract(epoch from clock_timestamp() - a.xact_start) as age
from unnest(cast(:pids as integer[])) as w (pid)
cross join lateral unnest(pg_blocking_pids(w.pid)) as b (pid)
left join pg_stat_activity a on a.pid = b.pid
order by w.pid, a.xact_start
