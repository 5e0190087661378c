-- A job is visible when it belongs to the caller's tenant and entity, and touches none but the caller's orgs.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated, p.records_failed, p.records_missing,
-- include waits.sql
       greatest(j.updated_on, p.updated_on) as last_updated_on,
       f.failed_charges, f.failure_reasons, m.missing_charges, m.missing_originals
from backfill_job j
-- include counts.sql
-- include named-charges.sql
where j.tenant_id = :tenantId and j.entity_id = :entityId and j.job_id = :jobId
  and (j.org_ids is null or j.org_ids <@ cast(:orgIds as text[]))
