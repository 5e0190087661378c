-- The job comes to rest. A stop that committed first wins over COMPLETED and FAILED: the row lock on backfill_job decides.
-- The progress row is moved on before it: this waits for a chunk in flight, and refuses any chunk that waits behind, so
-- none commits once the end is visible. Any node may settle a job that was asked to stop; the node that holds the epoch
-- alone may end it otherwise. Whoever waits for the job to be at rest hears of it when this commits.
with fence as (
    update backfill_progress p
    set epoch = p.epoch + 1
    from backfill_job j
    where p.tenant_id = :tenantId and p.job_id = :jobId
      and j.tenant_id = p.tenant_id and j.job_id = p.job_id
      and j.status = 'PROCESSING'
      and (j.stop_requested_on is not null or (p.epoch = :epoch and :wanted <> 'STOPPED'))
    returning p.tenant_id, p.job_id, p.epoch
),
ended as (
    update backfill_job j
    set status = case when j.stop_requested_on is not null then 'STOPPED' else :wanted end,
        epoch = f.epoch,
        ended_on = clock_timestamp(),
        updated_on = clock_timestamp(),
        failure_reason = case when j.stop_requested_on is null then cast(:failureReason as text) end
    from fence f
    where j.tenant_id = f.tenant_id and j.job_id = f.job_id
      and j.status = 'PROCESSING'
    returning j.status
)
select e.status, pg_notify(:channel, :notice)
from ended e
