-- What else goes on that a job should mind. Without the rights of pg_monitor only the sessions of our own role are seen, and
-- of a replica nothing but that it is there: then its lag is -1.
-- Chunks don't count: each is over in a moment.
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
       greatest(1, (select count(*) from scheduled_tasks t
                    where t.task_name = :taskName and t.picked
                      and (t.task_instance = :job or t.task_instance like :partitions))) as workers
