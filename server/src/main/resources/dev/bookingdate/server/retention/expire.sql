-- From now on this job can't be undone. Not while an undo of it is active: a statement of its own behind the lock, so that it
-- sees an undo that was created a moment before.
update backfill_job j
set audit_expired_on = clock_timestamp()
where j.tenant_id = :tenantId and j.job_id = :jobId
  and not exists (select from backfill_job u
                  where u.tenant_id = j.tenant_id and u.entity_id = j.entity_id
                    and u.status in ('ACCEPTED', 'PROCESSING') and u.undoes = j.job_id)
