-- Jobs of any tenant, newest first, for whoever operates the server.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated, p.records_failed, p.records_missing,
-- include waits.sql
       greatest(j.updated_on, p.updated_on) as last_updated_on,
       f.failed_charges, f.failure_reasons, m.missing_charges, m.missing_originals
from backfill_job j
-- include counts.sql
-- include named-charges.sql
where (cast(:jobId as uuid) is null or j.job_id = cast(:jobId as uuid))
  and (cast(:tenantId as bigint) is null or j.tenant_id = cast(:tenantId as bigint))
  and (not :active or j.status in ('ACCEPTED', 'PROCESSING'))
order by j.job_id desc
limit :limit
