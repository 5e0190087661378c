-- The job comes to rest, once for all its partitions. A stop that committed first wins over COMPLETED and FAILED: the row
-- lock on backfill_job decides. Every progress row is moved on before it: this waits for the chunks in flight, and refuses
-- any chunk that waits behind, so none commits once the end is visible. Any node may settle a job that was asked to stop;
-- otherwise the node that holds the epoch of a partition ends it: as FAILED at any time, as COMPLETED when no partition
-- has anything left. Of two that finish at the same time, the later one sees the other's last chunk.
-- The rows are locked in the order of partition_no, so two ends never lock each other out.
-- Whoever waits for the job to be at rest hears of it when this commits.
with fence as materialized (
    select p.tenant_id, p.job_id, p.partition_no, p.epoch, j.stop_requested_on
    from backfill_progress p
    join backfill_job j on j.tenant_id = p.tenant_id and j.job_id = p.job_id
    where p.tenant_id = :tenantId and p.job_id = :jobId
      and j.status = 'PROCESSING'
      and (j.stop_requested_on is not null
           or :wanted = 'FAILED'
           or (:wanted = 'COMPLETED'
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
    set epoch = p.epoch + 1
    from granted, fence f
    where p.tenant_id = f.tenant_id and p.job_id = f.job_id and p.partition_no = f.partition_no
    returning p.partition_no
),
ended as (
    update backfill_job j
    set status = case when j.stop_requested_on is not null then 'STOPPED' else :wanted end,
        epoch = j.epoch + 1,
        ended_on = clock_timestamp(),
        updated_on = clock_timestamp(),
        failure_reason = case when j.stop_requested_on is null then cast(:failureReason as text) end
    where j.tenant_id = :tenantId and j.job_id = :jobId
      and j.status = 'PROCESSING'
      and exists (select from moved)
    returning j.status
)
select e.status, pg_notify(:channel, :notice)
from ended e
