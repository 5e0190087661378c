-- The stop's decision: one update of one row, which no chunk ever locks. A job that was not claimed yet is STOPPED at
-- once; one that runs keeps its status until it is at rest, and every chunk that begins from now on refuses to work.
-- A job that is at rest, or was stopped before, is not written at all.
-- One statement, in autocommit, and the notice with it: its lock is gone when the database has done it, also when the node
-- that sent it dies, freezes or loses its network meanwhile. Within a transaction it would hold up every claim, end and
-- further stop of the job for as long as that node is frozen.
with stopped as (
    update backfill_job
    set stop_requested_on = clock_timestamp(),
        stop_requested_by = :username,
        updated_on = clock_timestamp(),
        updated_by = :username,
        status = case status when 'ACCEPTED' then 'STOPPED' else status end,
        ended_on = case status when 'ACCEPTED' then clock_timestamp() end
    where tenant_id = :tenantId and entity_id = :entityId and job_id = :jobId
      and (org_ids is null or org_ids <@ cast(:orgIds as text[]))
      and status in ('ACCEPTED', 'PROCESSING')
      and stop_requested_on is null
    returning status
),
-- As the job was when the statement began: why nothing was written, unless another statement came between.
seen as (
    select status, ended_on, time_zone, stop_requested_on
    from backfill_job
    where tenant_id = :tenantId and entity_id = :entityId and job_id = :jobId
      and (org_ids is null or org_ids <@ cast(:orgIds as text[]))
)
-- Whoever waits for the job to be at rest, or runs it, hears of it when this commits.
select coalesce(p.status, s.status) as status, s.ended_on, s.time_zone,
       p.status is not null or s.stop_requested_on is not null as promised,
       case p.status when 'STOPPED' then pg_notify(:channel, :atRest)
                     when 'PROCESSING' then pg_notify(:channel, :stop) end
from seen s
left join stopped p on true
