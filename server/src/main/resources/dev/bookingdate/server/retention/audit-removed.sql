-- Nothing is left of what the job changed, and of what it could not: from now on the job itself may be deleted.
update backfill_job
set audit_removed_on = clock_timestamp()
where tenant_id = :tenantId and job_id = :jobId
