-- Counts what the audit holds of a job of which nothing is left, so that its counts can be held against it. The count comes
-- before the lock on the job's row: a stop never waits for it.
update backfill_job j
set records_audited = (select count(*) from backfill_audit a where a.tenant_id = :tenantId and a.job_id = :jobId)
where j.tenant_id = :tenantId and j.job_id = :jobId
  and j.status = 'PROCESSING' and j.stop_requested_on is null
  and not exists (select from backfill_progress rest
                  where rest.tenant_id = :tenantId and rest.job_id = :jobId
                    and (rest.upper_key is null or rest.window_after < rest.upper_key))
returning j.records_audited
