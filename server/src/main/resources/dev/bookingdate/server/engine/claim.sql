-- A node takes a partition over: one more epoch. The progress row is locked first, so this waits for a chunk of the node
-- before, and none of that node's chunks can follow (they name the old epoch). The job's epoch counts the claims of all
-- its partitions, so a partition's only grows. Where the node before has put the partition back, nothing is taken over, and
-- nobody sees that the job was updated.
with fence as materialized (
    select p.tenant_id, p.job_id, p.partition_no, p.worked_on
    from backfill_progress p
    where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
    for update
),
claimed as (
    update backfill_job j
    set status = 'PROCESSING',
        epoch = j.epoch + 1,
        started_on = coalesce(j.started_on, clock_timestamp()),
        updated_on = case when j.status = 'ACCEPTED' or f.worked_on then clock_timestamp() else j.updated_on end
    from fence f
    where j.tenant_id = f.tenant_id and j.job_id = f.job_id
      and j.status in ('ACCEPTED', 'PROCESSING')
      and j.stop_requested_on is null
    returning j.*
)
update backfill_progress p
set epoch = c.epoch, worked_on = true
from claimed c
where p.tenant_id = c.tenant_id and p.job_id = c.job_id and p.partition_no = :partitionNo
returning c.tenant_id, c.job_id, p.partition_no, c.entity_id, c.org_ids, c.time_zone, c.undoes, c.dry_run, c.epoch,
          coalesce(p.upper_key, c.upper_key) as upper_key, p.upper_key is not null as cut,
          p.chunk_no, p.window_after, p.window_to, p.stripe, p.stripe_after, p.stripes,
          old.worked_on as taken_over, p.throttle_reason, p.counted_to, p.attempts
