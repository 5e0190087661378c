-- The failures that a job has kept are few. They go last, with the mark that says that the job itself may be deleted.
with deleted as (
    delete from backfill_failure
    where tenant_id = :tenantId and job_id = :jobId
)
update backfill_job
set audit_removed_on = clock_timestamp()
where tenant_id = :tenantId and job_id = :jobId
