-- The jobs at rest whose audit is too old, oldest first. Locked before they are looked at again: whoever creates an undo of one
-- locks it as well, and is not waited for.
select j.tenant_id, j.job_id
from backfill_job j
where j.ended_on < now() - make_interval(secs => :seconds)
  and j.ended_on is not null and j.audit_removed_on is null
  and j.audit_expired_on is null
order by j.ended_on
limit :jobs
for update skip locked
