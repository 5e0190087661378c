-- What else goes on that a job should mind. Without the rights of pg_monitor only the sessions of our own role are seen, and
-- of a replica nothing but that it is there: then its lag is -1.
-- Chunks don't count: each is over in a moment.
-- Whoever is due for a moment only does not wait yet: a thread may be free, and the next look gives it out (due.sql).
with waits as materialized (
    select distinct split_part(t.task_instance, ':', 1) as tenant, split_part(t.task_instance, '/', 1) as job
    from scheduled_tasks t
    where t.task_name = :taskName and not t.picked
      and t.execution_time < clock_timestamp() - interval '1.5 seconds'
),
works as materialized (
    select split_part(t.task_instance, ':', 1) as tenant, split_part(t.task_instance, '/', 1) as job
    from scheduled_tasks t
    where t.task_name = :taskName and t.picked
)
select exists (select from pg_stat_progress_vacuum v
               where v.datname = current_database() and v.relid = cast('rate_plan_charge' as regclass)) as vacuum,
       coalesce((select extract(epoch from max(clock_timestamp() - a.xact_start))
                 from pg_stat_activity a
                 where a.datname = current_database() and a.backend_xmin is not null
                   and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()), 0) as oldest_snapshot,
       case when pg_has_role('pg_read_all_stats', 'USAGE') or not exists (select from pg_stat_replication)
            then coalesce((select max(pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn))
                           from pg_stat_replication r
                           where not pg_is_in_recovery()), 0)
            else -1 end as replica_lag,
       greatest(1, (select count(*) from backfill_progress p
                    where p.tenant_id = :tenantId and p.job_id = :jobId and p.epoch > 0
                      and (p.upper_key is null or p.window_after < p.upper_key))) as workers,
       coalesce((select j.rows_per_second from backfill_job j where j.tenant_id = :tenantId and j.job_id = :jobId), 0)
           as rows_per_second,
       exists (select from waits) as others_wait,
       exists (select from waits w
               where case when w.tenant <> :tenant
                          then (select count(*) from works o where o.tenant = w.tenant)
                               < (select count(*) from works o where o.tenant = :tenant)
                          else w.job <> :job
                               and (select count(*) from works o where o.job = w.job)
                                   < (select count(*) from works o where o.job = :job) end) as others_first
