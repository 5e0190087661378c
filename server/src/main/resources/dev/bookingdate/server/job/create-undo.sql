-- A job that undoes another one, over the same orgs: it walks as far as that one's audit goes. One statement: the lock on the
-- undone job's row keeps its audit from expiring meanwhile, and the partial unique index decides between two creates.
with undone as materialized (
    select u.tenant_id, u.job_id, u.entity_id, u.org_ids
    from backfill_job u
    where u.tenant_id = :tenantId and u.job_id = :jobId
      and u.status in ('COMPLETED', 'FAILED', 'STOPPED')
      and u.audit_expired_on is null
    for share
)
insert into backfill_job (tenant_id, entity_id, org_ids, time_zone, upper_key, undoes, created_by, updated_by)
select u.tenant_id, u.entity_id, u.org_ids, t.time_zone, a.last_key, u.job_id, :username, :username
from undone u
join tenant t on t.tenant_id = u.tenant_id
cross join lateral (
    select max(a.last_key) as last_key
    from backfill_audit a
    where a.tenant_id = u.tenant_id and a.job_id = u.job_id
      -- The greatest key is in the last block of the audit.
      and a.first_key >= audit_block((select max(l.first_key)
                                      from backfill_audit l
                                      where l.tenant_id = u.tenant_id and l.job_id = u.job_id))
) a
where a.last_key is not null
on conflict (tenant_id, entity_id) where status in ('ACCEPTED', 'PROCESSING') do nothing
returning job_id
