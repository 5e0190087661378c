-- How far a job is that undoes another: its partitions together.
select j.status, j.failure_reason,
-- include waits.sql
       p.records_total, p.records_processed, p.records_updated, p.records_failed
from backfill_job j
-- include counts.sql
where j.tenant_id = :tenantId and j.job_id = :jobId
