-- What of this database breaks a promise (must) or makes a large job suffer (should): a row for each finding, the worst first.
with finding (rank, must, says, remedy) as (
    select 1, true,
           format('%s is off: what was answered with 200 may be lost in a crash.', s.name),
           format('Set %s = on.', s.name)
    from pg_settings s
    where s.name in ('fsync', 'full_page_writes') and s.setting = 'off'
    union all
    select 2, true,
           format('The index %s is not valid: no query uses it.', i.indexrelid::regclass),
           format('reindex index concurrently %s;', i.indexrelid::regclass)
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    where c.relnamespace = (select n.oid from pg_namespace n where n.nspname = current_schema()) and not i.indisvalid
    union all
    select 3, false,
           format('The clocks of this machine and of the database differ by %s s.', round(abs(c.seconds))),
           'Keep both right by NTP: tokens and the times that people see go by them.'
    from (select extract(epoch from clock_timestamp() - cast(:here as timestamptz)) as seconds) c
    where abs(c.seconds) > 5
    union all
    select 4, false,
           format('The index %s has booking_date in it: each change of a date writes to every index of the table.', i.indexrelid::regclass),
           'Drop it before a large job, and create it again afterwards.'
    from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'booking_date'
    where i.indrelid = to_regclass('rate_plan_charge') and a.attnum = any (i.indkey)
    union all
    select 5, false,
           format('The trigger %s runs for each charge that a job changes.', t.tgname),
           'See that it is quick. A charge that it rejects is skipped and counted in errorCount.'
    from pg_trigger t
    where t.tgrelid = to_regclass('rate_plan_charge') and not t.tgisinternal and t.tgenabled <> 'D'
    union all
    select 6, false,
           format('A transaction of %s (process %s) is open for %s: no old version of a row can be removed meanwhile.',
                  a.usename, a.pid, date_trunc('second', clock_timestamp() - a.xact_start)),
           'End it before a large job, or the table grows.'
    from pg_stat_activity a
    where a.pid <> pg_backend_pid() and a.backend_xmin is not null
      and a.xact_start < clock_timestamp() - make_interval(secs => :openSeconds)
    union all
    select 7, false,
           format('The transaction %s has been prepared and not ended since %s: no old version of a row can be removed meanwhile.',
                  p.gid, date_trunc('second', p.prepared)),
           'Commit it or roll it back.'
    from pg_prepared_xacts p
    union all
    select 8, false,
           format('Nobody reads the replication slot %s: the log of a job stays on the disk.', r.slot_name),
           format('Connect its reader, or do: select pg_drop_replication_slot(%L);', r.slot_name)
    from pg_replication_slots r
    where not r.active
    union all
    select 9, false, 'autovacuum is off: old versions of rows stay, and the planner works with old statistics.', 'Set autovacuum = on.'
    from pg_settings s
    where s.name = 'autovacuum' and s.setting = 'off'
    union all
    select 10, false,
           format('max_wal_size is %s: checkpoints during a job come often, and pages are logged whole after each.',
                  pg_size_pretty(s.megabytes * 1048576)),
           'Set max_wal_size to 2GB or more, and checkpoint_timeout to 15min.'
    from (select cast(setting as bigint) as megabytes from pg_settings where name = 'max_wal_size') s
    where s.megabytes < 2048
    union all
    select 11, false,
           format('%s connections are left, and a node takes about 30.', greatest(c.spare, 0)),
           'Raise max_connections, or end what holds them.'
    from (select cast(current_setting('max_connections') as int) - count(*) as spare
          from pg_stat_activity where backend_type = 'client backend') c
    where c.spare < 30
    union all
    select 12, false,
           format('The role %s sees neither the transactions of other roles nor the lag of replicas.', current_user),
           format('grant pg_monitor to %I;', current_user)
    where not pg_has_role('pg_monitor', 'USAGE')
)
select must, says, remedy
from finding
order by must desc, rank, says
