-- A job is visible when it belongs to the caller's tenant and entity, and touches none but the caller's orgs.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated,
       greatest(j.updated_on, p.updated_on) as last_updated_on
from backfill_job j
join backfill_progress p on p.tenant_id = j.tenant_id and p.job_id = j.job_id
where j.tenant_id = :tenantId and j.entity_id = :entityId and j.job_id = :jobId
  and (j.org_ids is null or j.org_ids <@ cast(:orgIds as text[]))
