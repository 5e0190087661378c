-- Nothing is left of what the job changed, and of what it could not. The charges that it names for want of their original, or as
-- a dry run, are few: they go last, with the mark that says that the job itself may be deleted.
with deleted as (
    delete from backfill_missing_original
    where tenant_id = :tenantId and job_id = :jobId
),
shown as (
    delete from backfill_preview_change
    where tenant_id = :tenantId and job_id = :jobId
)
update backfill_job
set audit_removed_on = clock_timestamp()
where tenant_id = :tenantId and job_id = :jobId
