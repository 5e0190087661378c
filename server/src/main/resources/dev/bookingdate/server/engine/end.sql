-- The job comes to rest, once for all its partitions. A stop that committed first wins over COMPLETED and FAILED: the row
-- lock on backfill_job decides. Every progress row is moved on before it: this waits for the chunks in flight, and refuses
-- any chunk that waits behind, so none commits once the end is visible. Any node may settle a job that was asked to stop;
-- otherwise the node that holds the epoch of a partition ends it: as FAILED at any time, as COMPLETED when no partition
-- has anything left and the audit has been counted (reconcile.sql). Of two that finish at the same time, the later one sees
-- the other's last chunk, counts, and ends the job; the other one must not end it before that.
-- The rows are locked in the order of partition_no, so two ends never lock each other out.
-- A job of which too many charges failed is FAILED, however many partitions they are spread over. A dry run is COMPLETED, and
-- keeps why a backfill would be FAILED.
-- Whoever waits for the job to be at rest hears of it when this commits.
with fence as materialized (
    select p.tenant_id, p.job_id, p.partition_no, p.epoch, j.stop_requested_on, j.dry_run
    from backfill_progress p
    join backfill_job j on j.tenant_id = p.tenant_id and j.job_id = p.job_id
    where p.tenant_id = :tenantId and p.job_id = :jobId
      and j.status = 'PROCESSING'
      and (j.stop_requested_on is not null
           or :wanted = 'FAILED'
           or (:wanted = 'COMPLETED'
               and j.records_audited is not null
               and not exists (select from backfill_progress rest
                               where rest.tenant_id = :tenantId and rest.job_id = :jobId
                                 and (rest.upper_key is null or rest.window_after < rest.upper_key))))
    order by p.partition_no
    for update of p
),
-- The epoch is what it is under the lock: another node may have taken the partition over while this one waited.
granted as materialized (
    select 1
    from fence f
    having bool_or(f.stop_requested_on is not null or (f.partition_no = :partitionNo and f.epoch = :epoch))
),
moved as (
    update backfill_progress p
    set epoch = p.epoch + 1, worked_on = false, throttle_reason = null
    from granted, fence f
    where p.tenant_id = f.tenant_id and p.job_id = f.job_id and p.partition_no = f.partition_no
    returning p.*, f.dry_run
),
tally as materialized (
    select count(*) as partitions,
           cast(sum(m.records_total) as bigint) as total,
           cast(sum(m.records_processed) as bigint) as processed,
           cast(sum(m.records_updated) as bigint) as updated,
           cast(sum(m.records_failed) as bigint) as failed,
           cast(sum(m.records_missing) as bigint) as missing,
           bool_or(m.dry_run) as dry_run
    from moved m
),
judged as materialized (
    select t.*,
           case when :wanted = 'COMPLETED' and t.failed > 0
                     and t.failed >= least(:failedRows, t.total) and t.failed > :failedShare * t.total
                then t.failed || ' of ' || t.total || ' records failed'
                when :wanted = 'COMPLETED' and t.dry_run and t.missing > 0 and :failsMissing
                then 'the originals of ' || t.missing || ' charges are not in the data (missing-originals=fail)'
           end as refused_because
    from tally t
    where t.partitions > 0
),
verdict as materialized (
    select j.*, case when j.refused_because is not null and not j.dry_run then 'FAILED' else :wanted end as status
    from judged j
),
ended as (
    update backfill_job j
    set status = case when j.stop_requested_on is not null then 'STOPPED' else v.status end,
        epoch = j.epoch + 1,
        ended_on = clock_timestamp(),
        updated_on = clock_timestamp(),
        failure_reason = case when j.stop_requested_on is null
                              then coalesce(cast(:failureReason as text), v.refused_because) end
    from verdict v
    where j.tenant_id = :tenantId and j.job_id = :jobId
      and j.status = 'PROCESSING'
    returning j.status, j.records_audited, j.dry_run, v.total, v.processed, v.updated, v.failed,
              extract(epoch from j.ended_on - j.stop_requested_on) as stop_seconds
)
select e.*, pg_notify(:channel, :notice)
from ended e
