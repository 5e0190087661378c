-- The last key that a job has changed: in the last block of its audit, so that the other blocks are not read.
select max(a.last_key)
from backfill_audit a
where a.tenant_id = :tenant and a.job_id = :part
  and a.first_key >= audit_block((select max(k.first_key) from backfill_audit k where k.tenant_id = :tenant and k.job_id = :part))
