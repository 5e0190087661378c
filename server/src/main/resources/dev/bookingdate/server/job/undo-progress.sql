-- How far a job is that undoes another: its partitions together.
select j.status, j.failure_reason,
-- include waits.sql
       p.records_total, p.records_processed, p.records_updated, p.records_failed
from backfill_job j
cross join lateral (
    select case when bool_and(q.records_total is not null) then cast(sum(q.records_total) as bigint) end as records_total,
           cast(sum(q.records_processed) as bigint) as records_processed,
           cast(sum(q.records_updated) as bigint) as records_updated,
           cast(sum(q.records_failed) as bigint) as records_failed,
           min(q.throttle_reason) as throttle_reason,
           bool_or(q.worked_on) as worked_on
    from backfill_progress q
    where q.tenant_id = j.tenant_id and q.job_id = j.job_id
) p
where j.tenant_id = :tenantId and j.job_id = :jobId
