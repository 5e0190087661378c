-- Gives active jobs a limit of their own, or takes it away. Only control events write to this row, so this waits for no chunk.
-- The nodes read the limit every second; the notice lets them read it when this commits.
with throttled as (
    update backfill_job
    set rows_per_second = cast(:rowsPerSecond as bigint),
        updated_on = clock_timestamp(),
        updated_by = :username
    where status in ('ACCEPTED', 'PROCESSING')
      and stop_requested_on is null
      and (cast(:jobId as uuid) is null or job_id = cast(:jobId as uuid))
    returning tenant_id, job_id
)
select t.tenant_id, t.job_id, pg_notify(:channel, :notice || ' ' || t.tenant_id || ':' || t.job_id)
from throttled t
order by t.job_id
