-- A job is visible when it belongs to the caller's tenant and entity, and touches none but the caller's orgs. Its counts are
-- those of its partitions together.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated,
       greatest(j.updated_on, p.updated_on) as last_updated_on
from backfill_job j
cross join lateral (
    select cast(sum(q.chunk_no) as bigint) as chunk_no,
           case when bool_and(q.records_total is not null) then cast(sum(q.records_total) as bigint) end as records_total,
           cast(sum(q.records_processed) as bigint) as records_processed,
           cast(sum(q.records_updated) as bigint) as records_updated,
           max(q.updated_on) as updated_on
    from backfill_progress q
    where q.tenant_id = j.tenant_id and q.job_id = j.job_id
) p
where j.tenant_id = :tenantId and j.entity_id = :entityId and j.job_id = :jobId
  and (j.org_ids is null or j.org_ids <@ cast(:orgIds as text[]))
