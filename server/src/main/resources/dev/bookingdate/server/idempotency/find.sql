-- A key counts for 24 hours.
select a.request_hash, a.status, a.request_id, a.headers, a.body
from idempotent_answer a
where a.tenant_id = :tenantId and a.key_hash = :keyHash
  and a.created_on > clock_timestamp() - interval '24 hours'
