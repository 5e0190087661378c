-- The oldest job of which something is left to be deleted.
select j.tenant_id, j.job_id
from backfill_job j
where j.ended_on is not null and j.audit_removed_on is null
  and j.audit_expired_on is not null
order by j.ended_on
limit 1
